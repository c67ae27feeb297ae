import { expect, test } from "vitest";
import { evidence, ids, judge } from "../../test/build/judge.ts";
import { messageBy, trailer } from "../../test/build/signature.ts";
import { configOf } from "../model/config.ts";

const fault = { errno: "ENOPKG", what: "a digest that no kernel knows", offset: 100 } as const;
const message = messageBy("me", { signers: [], fault, log: ["Unsupported digest algo: …"] });
const signed = { signature: { ...trailer, message }, signatureTrust: "unsupported" as const };

test("loads, as an unsigned module does, with the kernel's line", () => {
  const verdict = judge({}, signed);
  expect(evidence(verdict, "signature-unsupported-crypto-ignored")).toEqual([
    { digest: null, algorithm: null, log: message.log },
  ]);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.predicted).toEqual({ errno: null, log: ["Unsupported digest algo: …"] });
});

test("is no news for a kernel that does not look at signatures", () => {
  expect(ids(judge({ config: configOf("") }, signed))).toEqual([]);
});
