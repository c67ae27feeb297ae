import { bytesSource } from "@kofit/core";
import { expect, test } from "vitest";
import { guestPlan, moduleFlags } from "./plan.ts";
import { batchesOf } from "./prepare.ts";

const module = (name: string, size = 8) => ({ ...bytesSource(name, new Uint8Array(8)), size });

const sizes = (list: Parameters<typeof batchesOf>[0]) => [...batchesOf(list)].map((batch) => batch.length);

test("each module is there once, records name it by its number", () => {
  const [a, b, c] = [module("a"), module("b"), module("c")];
  const { modules, text } = guestPlan([
    { id: "1", module: a },
    { id: "2", module: b, via: "init", params: "n=7 who=you and;me\n", before: [c, a] },
    { id: "3", module: c, flags: moduleFlags.ignoreVermagic | moduleFlags.compressedFile },
  ]);
  expect(modules.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  expect(text).toBe("finit 0 0;\0init 0 1 2 0;n=7 who=you and;me\n\0finit 6 2;\0");
});

test("what init cannot read is not written", () => {
  expect(() => guestPlan([{ id: "x", module: module("a"), params: "a\0b" }])).toThrow(/^x: .*NUL/);
  const many = Array.from({ length: 65 }, () => module("m"));
  expect(() => guestPlan([{ id: "x", module: module("a"), before: many }])).toThrow(/^x: 65 modules/);
});

test("batches hold what fits into one initramfs, and a module counts once", () => {
  const big = module("big", 60 << 20);
  expect(sizes([])).toEqual([]);
  expect(sizes(Array.from({ length: 9 }, (_, i) => ({ id: `${i}`, module: big })))).toEqual([9]);
  const other = Array.from({ length: 5 }, (_, i) => ({ id: `${i}`, module: module(`${i}`, 60 << 20) }));
  expect(sizes(other)).toEqual([2, 2, 1]);
  expect(sizes(other.map((request) => ({ ...request, before: [big] })))).toEqual([1, 1, 1, 1, 1]);
});
