import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";
import { messageBy, trailer } from "../../test/build/signature.ts";
import { configOf } from "../model/config.ts";

const withAttributes = messageBy("me", { hasSignedAttributes: true });

test("attributes are refused even where unsigned modules load", () => {
  const verdict = judge({}, { signature: { ...trailer, message: withAttributes } });
  expect(evidence(verdict, "signature-of-attributes")).toEqual([{ signs: "attributes", log: [] }]);
  expect(verdict.predicted).toEqual({
    errno: "EKEYREJECTED",
    log: ["PKCS7: Invalid module sig (has authattrs)"],
  });
});

test("so is a signature of a Windows program", () => {
  const message = messageBy("me", { hasSignedAttributes: true, contentType: "other" });
  expect(judge({}, { signature: { ...trailer, message } }).predicted.log).toEqual([
    "PKCS7: Invalid module sig (not pkcs7-data)",
  ]);
});

test("of ML-DSA signatures, a kernel may take them", () => {
  const config = configOf(
    "CONFIG_MODULE_SIG=y\nCONFIG_PKCS7_WAIVE_AUTHATTRS_REJECTION_FOR_MLDSA=y\nCONFIG_STRICT_MODULE_RWX=y",
  );
  const [signer] = withAttributes.signers;
  const signers = signer ? [{ ...signer, algorithm: "mldsa65" }] : [];
  const mldsa = { ...trailer, message: { ...withAttributes, signers } };
  expect(judge({ config }, { signature: mldsa }).outcome).toBe("loads");
  expect(judge({}, { signature: mldsa }).outcome).toBe("refused");
  expect(judge({ config }, { signature: { ...trailer, message: withAttributes } }).outcome).toBe("refused");
});
