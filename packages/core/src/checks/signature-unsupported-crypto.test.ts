import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";
import { messageBy, trailer } from "../../test/build/signature.ts";

const signatureTrust = "unsupported" as const;

test("is as good as none where signatures are enforced", () => {
  const signature = { ...trailer, message: messageBy("me") };
  const verdict = judge({ signaturePolicy: "enforced" }, { signature, signatureTrust });
  expect(evidence(verdict, "signature-unsupported-crypto")).toEqual([
    { digest: "sha256", algorithm: "rsa", policy: "enforced", log: [] },
  ]);
  expect(verdict.predicted).toEqual({
    errno: "EKEYREJECTED",
    log: ["Loading of module with unsupported crypto is rejected"],
  });
});

test("an algorithm without a name ends the reading of the message", () => {
  const fault = { errno: "ENOPKG", what: "a digest that no kernel knows", offset: 100 } as const;
  const message = messageBy("me", { signers: [], fault, log: ["Unsupported digest algo: …"] });
  const verdict = judge(
    { signaturePolicy: "lockdown" },
    { signature: { ...trailer, message }, signatureTrust },
  );
  expect(verdict.predicted).toEqual({
    errno: "EPERM",
    log: [
      "Unsupported digest algo: …",
      "Lockdown: …: unsigned module loading is restricted; see man kernel_lockdown.7",
    ],
  });
});
