import { expect, test } from "vitest";
import { configOf } from "../model/config.ts";
import { ids, judgeHanded } from "../../test/build/judge.ts";

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
