import { expect, test } from "vitest";
import { evidence, judgeHanded } from "../../test/build/judge.ts";
import { messageBy, trailer } from "../../test/build/signature.ts";
import { configOf } from "../model/config.ts";

const [signer] = messageBy("me").signers;
const bySha512 = {
  ...trailer,
  message: messageBy("me", { signers: signer ? [{ ...signer, digest: "sha512" }] : [] }),
};

const found = (line: string, handing: object = {}, module: object = {}, kernel: object = {}) =>
  evidence(
    judgeHanded(
      handing,
      { signaturePolicy: "enforced", config: configOf(line), ...kernel },
      { signature: bySha512, signatureTrust: "trusted", ...module },
    ),
    "signature-digest-module",
  );

test("a digest that modprobe has to bring is told, where signatures are wanted", () => {
  const told = [{ digest: "sha512", option: "CONFIG_CRYPTO_SHA512", modules: "sha512" }];
  expect(found("CONFIG_CRYPTO_SHA512=m")).toEqual(told);
  expect(found("CONFIG_CRYPTO_SHA512=m", {}, { signatureTrust: "unknownKey" })).toEqual(told);
  expect(found("CONFIG_CRYPTO_SHA512=m", {}, {}, { signaturePolicy: "permissive" })).toEqual([]);
});

test("one that is built in, one that every kernel has, and one that it lacks", () => {
  expect(found("CONFIG_CRYPTO_SHA512=y")).toEqual([]);
  expect(
    found("CONFIG_CRYPTO_SHA512=m", {}, { signature: { ...trailer, message: messageBy("me") } }),
  ).toEqual([]);
  expect(found("", {}, { signatureTrust: "unsupported" })).toEqual([]);
});

test("where it is told what is loaded, nothing is taken for granted", () => {
  expect(found("CONFIG_CRYPTO_SHA512=m", { loaded: [] })).toEqual([]);
});
