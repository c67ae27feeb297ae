import { expect, test } from "vitest";
import { imports, modversions } from "../../test/build/facts.ts";
import { evidence, ids, judgeHanded } from "../../test/build/judge.ts";

const exports = ["mine", "mine_too"].map((symbol) => ({ symbol, gplOnly: false, crc: 0x66 }));
const module = {
  imports: imports("_printk", "mine", "mine_too"),
  modversions: modversions({ module_layout: 0x11, _printk: 0x22, mine: 0x66, mine_too: 0x66 }),
};

test("by the first symbol", () => {
  const verdict = judgeHanded({ loaded: [{ name: "base", exports, taints: "POE" }] }, {}, module);
  expect(evidence(verdict, "taint-inherited")).toEqual([
    { symbol: "mine", symbolIndex: 11, owner: "base", kind: "inherits" },
  ]);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.predicted.log).toEqual([
    "hello: module uses symbols mine from proprietary module base, inheriting taint.",
  ]);
});

test("a provider under the GPL", () => {
  expect(ids(judgeHanded({ loaded: [{ name: "base", exports, taints: "OE" }] }, {}, module))).toEqual([]);
});
