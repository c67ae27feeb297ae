import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";

test("loads, and the kernel says that it cannot read the signature", () => {
  const signature = {
    algo: 0,
    hash: 0,
    idType: 1,
    signerLength: 0,
    keyIdLength: 0,
    signatureLength: 400,
    signatureOffset: 8192,
  };
  const verdict = judge({}, { signature });
  expect(evidence(verdict, "signature-not-pkcs7-ignored")).toEqual([{ idType: 1 }]);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.predicted).toEqual({
    errno: null,
    log: ["module: not signed with expected PKCS#7 message"],
  });
});
