import { expect, test } from "vitest";
import { imports } from "../../test/build/facts.ts";
import { configOf } from "../model/config.ts";
import { ids, judgeHanded } from "../../test/build/judge.ts";

const module = (license: string | undefined) => ({
  license,
  imports: imports("_printk"),
  modinfo: [["intree", "Y"]] as const,
});

test("is told once, with the licence", () => {
  const verdict = judgeHanded(
    { tellsTaints: true, loaded: [{ name: "base", taints: "E" }] },
    {},
    module("Proprietary"),
  );
  expect(ids(verdict)).toEqual(["taints-proprietary", "license-taint-told"]);
  expect(verdict.predicted.log.slice(0, 2)).toEqual([
    "hello: module license 'Proprietary' taints kernel.",
    "Disabling lock debugging due to kernel taint",
  ]);
  expect(
    judgeHanded({ tellsTaints: true, loaded: [{ name: "base", taints: "E" }] }, {}, module(undefined))
      .predicted.log[0],
  ).toBe("hello: module license 'unspecified' taints kernel.");
  expect(
    ids(
      judgeHanded({ tellsTaints: true, loaded: [{ name: "base", taints: "PE" }] }, {}, module("Proprietary")),
    ),
  ).toEqual([]);
});

test("a licence that fits", () => {
  expect(
    ids(
      judgeHanded({ tellsTaints: true, loaded: [{ name: "base", taints: "E" }] }, {}, module("Dual MIT/GPL")),
    ),
  ).toEqual([]);
});

// Seen on 6.1.176: a module without .modinfo.
test("locks are told to be untrusted once, by whatever is first", () => {
  const config = configOf("CONFIG_MODULE_FORCE_LOAD=y");
  const log = (taints: string, changes: object = {}) =>
    judgeHanded(
      { tellsTaints: true, loaded: [{ name: "base", taints }] },
      { config, generation: "5.13" },
      { ...module("Proprietary"), ...changes },
    ).predicted.log;
  const license = "hello: module license 'Proprietary' taints kernel.";
  const locks = "Disabling lock debugging due to kernel taint";
  expect(log("E", { vermagic: undefined })).toEqual(["hello: bad vermagic: kernel tainted.", locks, license]);
  expect(log("EW")).toEqual([license, locks]);
  expect(log("EF")).toEqual([license]);
  expect(log("ED")).toEqual([license]);
});
