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

const signature = { ...trailer, signer: "cn=me#01" };

test("a key that the kernel does not have", () => {
  const verdict = judge(
    { signaturePolicy: "enforced", trustedSigners: new Set(["cn=distribution#02"]) },
    { signature },
  );
  expect(evidence(verdict, "signer-untrusted")).toEqual([{ signer: "cn=me#01", policy: "enforced" }]);
  expect(verdict.predicted).toEqual({
    errno: "EKEYREJECTED",
    log: ["Loading of module with unavailable key is rejected"],
  });
});

test("a key that it has", () => {
  const trustedSigners = new Set(["cn=me#01"]);
  expect(judge({ signaturePolicy: "lockdown", trustedSigners }, { signature }).outcome).toBe("loads");
});

test("unknown keys are not taken for trusted ones", () => {
  expect(judge({ signaturePolicy: "enforced" }, { signature }).outcome).toBe("unknown");
  expect(judge({}, { signature }).outcome).toBe("loads");
});
