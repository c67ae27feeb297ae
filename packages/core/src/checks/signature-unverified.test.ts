import { expect, test } from "vitest";
import { unknownFact } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";
import { messageBy, trailer } from "../../test/build/signature.ts";

const signature = { ...trailer, message: messageBy("Debian") };

test("a module whose signature nobody compared loads, and that is told", () => {
  for (const signatureTrust of [undefined, unknownFact]) {
    const verdict = judge({}, { signature, ...(signatureTrust && { signatureTrust }) });
    expect(evidence(verdict, "signature-unverified")).toEqual([{ signer: "Debian" }]);
    expect(verdict.outcome).toBe("loads");
  }
});

test("where signatures are wanted, it is not enough", () => {
  const verdict = judge({ signaturePolicy: "lockdown" }, { signature, signatureTrust: unknownFact });
  expect(verdict.outcome).toBe("unknown");
  expect(verdict.inconclusive).toContainEqual({
    check: "signer-untrusted",
    missing: [
      { fact: "module.signatureTrust", why: unknownFact.why, remedy: unknownFact.remedy, known: false },
    ],
  });
});

test("a signature that was compared is none of this", () => {
  expect(ids(judge({}, { signature, signatureTrust: "trusted" }))).toEqual([]);
});
