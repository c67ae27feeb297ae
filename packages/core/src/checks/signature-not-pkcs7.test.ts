import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";

const trailer = {
  algo: 0,
  hash: 0,
  idType: 2,
  signerLength: 0,
  keyIdLength: 0,
  signatureLength: 400,
  signatureOffset: 8192,
};

test("is as good as none where signatures are enforced", () => {
  const signature = { ...trailer, idType: 1 };
  const verdict = judge({ signaturePolicy: "enforced" }, { signature });
  expect(evidence(verdict, "signature-not-pkcs7")).toEqual([{ idType: 1, policy: "enforced" }]);
  expect(verdict.predicted).toEqual({
    errno: "EKEYREJECTED",
    log: [
      "module: not signed with expected PKCS#7 message",
      "Loading of module with unsupported crypto is rejected",
    ],
  });
  expect(judge({}, { signature }).outcome).toBe("loads");
});
