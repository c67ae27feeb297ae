import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";
import { messageBy, trailer } from "../../test/build/signature.ts";

const signature = { ...trailer, message: messageBy("me") };

test("a key that the kernel does not have", () => {
  const verdict = judge({ signaturePolicy: "enforced" }, { signature, signatureTrust: "unknownKey" });
  expect(evidence(verdict, "signer-untrusted")).toEqual([{ signer: "me", policy: "enforced", log: [] }]);
  expect(verdict.predicted).toEqual({
    errno: "EKEYREJECTED",
    log: ["Loading of module with unavailable key is rejected"],
  });
});

test("lockdown has its own words", () => {
  const verdict = judge({ signaturePolicy: "lockdown" }, { signature, signatureTrust: "unknownKey" });
  expect(verdict.predicted).toEqual({
    errno: "EPERM",
    log: ["Lockdown: …: unsigned module loading is restricted; see man kernel_lockdown.7"],
  });
});

test("a key that it has", () => {
  expect(judge({ signaturePolicy: "lockdown" }, { signature, signatureTrust: "trusted" }).outcome).toBe(
    "loads",
  );
});

test("unknown keys are not taken for trusted ones", () => {
  expect(judge({ signaturePolicy: "enforced" }, { signature }).outcome).toBe("unknown");
  expect(judge({}, { signature }).outcome).toBe("loads");
});
