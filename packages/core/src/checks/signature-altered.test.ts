import { expect, test } from "vitest";
import { evidence, ids, judge } from "../../test/build/judge.ts";
import { messageBy, trailer } from "../../test/build/signature.ts";
import { configOf } from "../model/config.ts";

const signed = {
  signature: { ...trailer, message: messageBy("Debian") },
  signatureTrust: "altered" as const,
};

test("is refused without a word, even where unsigned modules load", () => {
  for (const signaturePolicy of ["permissive", "enforced", "lockdown"] as const) {
    const verdict = judge({ signaturePolicy }, signed);
    expect(evidence(verdict, "signature-altered")).toEqual([{ signer: "Debian", log: [] }]);
    expect(verdict.predicted).toEqual({ errno: "EKEYREJECTED", log: [] });
  }
});

test("comes before everything that is wrong with the file", () => {
  expect(ids(judge({}, { ...signed, license: undefined, vermagic: "1.2.3 " }))[0]).toBe("signature-altered");
});

test("a kernel without CONFIG_MODULE_SIG does not look", () => {
  expect(judge({ config: configOf("") }, signed).outcome).toBe("loads");
});
