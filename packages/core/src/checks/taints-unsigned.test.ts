import { expect, test } from "vitest";
import { ids, judgeHanded } from "../../test/build/judge.ts";
import { messageBy, trailer } from "../../test/build/signature.ts";
import { configOf } from "../model/config.ts";
import type { SignatureTrailer } from "../model/module.ts";
import type { SignatureTrust } from "../model/signature.ts";

const intree = { modinfo: [["intree", "Y"]] } as const;
const loaded = [{ name: "usbcore" }];
const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_MODULE_SIG=y");

test("is told once", () => {
  const verdict = judgeHanded({ tellsTaints: true, loaded }, { config }, intree);
  expect(ids(verdict)).toEqual(["taints-unsigned"]);
  expect(verdict.predicted.log).toEqual([
    "hello: module verification failed: signature and/or required key missing - tainting kernel",
  ]);
  const before = [...loaded, { name: "base", taints: "E" }];
  expect(ids(judgeHanded({ tellsTaints: true, loaded: before }, { config }, intree))).toEqual([]);
});

test("follows the out-of-tree line", () => {
  expect(ids(judgeHanded({ tellsTaints: true, loaded }, { config }))).toEqual([
    "taints-out-of-tree",
    "taints-unsigned",
  ]);
});

test("a kernel that does not verify", () => {
  expect(
    ids(judgeHanded({ tellsTaints: true, loaded }, { config: configOf("CONFIG_MODVERSIONS=y") }, intree)),
  ).toEqual([]);
});

test("a kernel that refuses", () => {
  expect(
    ids(judgeHanded({ tellsTaints: true, loaded }, { config, signaturePolicy: "enforced" }, intree)),
  ).toEqual(["module-unsigned"]);
});

const isTold = (signature: SignatureTrailer, signatureTrust?: SignatureTrust): boolean => {
  const module = { ...intree, signature, ...(signatureTrust && { signatureTrust }) };
  return ids(judgeHanded({ tellsTaints: true, loaded }, { config }, module)).includes("taints-unsigned");
};

test("so does a signature that the kernel cannot verify, and none that it can", () => {
  const signature = { ...trailer, message: messageBy("me") };
  expect(isTold(signature, "unknownKey")).toBe(true);
  expect(isTold(signature, "unsupported")).toBe(true);
  expect(isTold({ ...trailer, idType: 1 })).toBe(true);
  expect(isTold(signature, "trusted")).toBe(false);
  // Whether it can is not known.
  expect(isTold(signature)).toBe(false);
});
