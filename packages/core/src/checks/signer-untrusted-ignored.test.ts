import { expect, test } from "vitest";
import { evidence, ids, judge } from "../../test/build/judge.ts";
import { messageBy, trailer } from "../../test/build/signature.ts";
import { configOf } from "../model/config.ts";

const signed = { signature: { ...trailer, message: messageBy("me") }, signatureTrust: "unknownKey" as const };

test("loads, as an unsigned module does", () => {
  const verdict = judge({}, signed);
  expect(evidence(verdict, "signer-untrusted-ignored")).toEqual([{ signer: "me", log: [] }]);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.predicted).toEqual({ errno: null, log: [] });
});

test("what the kernel prints while it reads the message comes all the same", () => {
  const log = ["PKCS7: Unknown OID: [102] 1.3.36.3.2.1"];
  const signature = { ...trailer, message: messageBy("me", { log }) };
  expect(judge({}, { ...signed, signature }).predicted.log).toEqual(log);
});

test("Debian's kernels read it twice", () => {
  const log = ["PKCS7: Unknown OID: [103] 1.3.36.3.2.1"];
  const signature = { ...trailer, message: messageBy("me", { log }) };
  const config = configOf(
    "CONFIG_MODULE_SIG=y\nCONFIG_INTEGRITY_PLATFORM_KEYRING=y\nCONFIG_STRICT_MODULE_RWX=y",
  );
  const kernel = { config, release: "6.12.95+deb12-cloud-arm64" };
  expect(judge(kernel, { ...signed, signature }).predicted.log).toEqual([...log, ...log]);
});

test("is no news for a kernel that does not look at signatures, or wants them", () => {
  expect(ids(judge({ config: configOf("") }, signed))).toEqual([]);
  expect(ids(judge({ signaturePolicy: "enforced" }, signed))).toEqual(["signer-untrusted"]);
});
