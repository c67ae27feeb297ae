import { expect, test } from "vitest";
import { ids, judge } from "../../test/build/judge.ts";

const image = { crc: 0x22, gplOnly: false };
const lines = [
  { symbol: "_printk", symvers: { crc: 0x23, gplOnly: false }, image },
  { symbol: "gone", symvers: { crc: 1, gplOnly: true, namespace: "NS" } },
  { symbol: "left_out", image },
];
const symversDifferences = { symvers: "Module.symvers", image: "vmlinuz", count: 3, lines };

test("is told, and refuses nothing", () => {
  const verdict = judge({ symversDifferences }, {});
  expect(ids(verdict)).toEqual(["module-symvers-differs"]);
  expect(verdict.outcome).toBe("loads");
});

test("nothing is told where they agree or were not compared", () => {
  expect(ids(judge({ symversDifferences: undefined }, {}))).toEqual([]);
});

test("of a Module.symvers that differs in everything, the evidence is the first lines", () => {
  const all = Array.from({ length: 500 }, (_, i) => ({ symbol: `s${i}`, image }));
  const verdict = judge({ symversDifferences: { ...symversDifferences, count: 500, lines: all } }, {});
  expect(verdict.findings[0]?.evidence).toMatchObject({ count: 500, lines: all.slice(0, 64) });
});
