import { expect, test } from "vitest";
import { imports } from "../../test/build/facts.ts";
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
  expect(ids(verdict)).toEqual(["taints-proprietary"]);
  expect(verdict.predicted.log).toEqual(["hello: module license 'Proprietary' taints kernel."]);
  expect(
    judgeHanded({ tellsTaints: true, loaded: [{ name: "base", taints: "E" }] }, {}, module(undefined))
      .predicted.log,
  ).toEqual(["hello: module license 'unspecified' taints kernel."]);
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
