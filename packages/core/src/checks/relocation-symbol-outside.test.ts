import { expect, test } from "vitest";
import { architecture } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const outside = (symbolIndex: number) => ({
  relocations: { unusual: [], symbolOutside: { section: 8, index: 3, type: 2, symbolIndex, offset: 4 } },
});

test("arm refuses it", () => {
  const verdict = judge({ architecture: architecture("arm") }, outside(5000));
  // 64 bytes of the usual symbol table are two symbols of 24.
  expect(evidence(verdict, "relocation-symbol-outside")).toMatchObject([
    { symbolIndex: 5000, symbols: 2, table: 8 },
  ]);
  expect(evidence(verdict, "relocation-symbol-outside-unchecked")).toEqual([]);
});

test("arm takes the symbol right behind the last for one", () => {
  const verdict = judge({ architecture: architecture("arm") }, outside(2));
  expect(evidence(verdict, "relocation-symbol-outside")).toEqual([]);
  expect(evidence(verdict, "relocation-symbol-outside-unchecked")).toHaveLength(1);
});

test("others do not look", () => {
  expect(evidence(judge({}, outside(5000)), "relocation-symbol-outside")).toEqual([]);
});
