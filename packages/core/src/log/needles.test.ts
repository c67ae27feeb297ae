import fc from "fast-check";
import { expect, test } from "vitest";
import { needlesOf } from "./needles.ts";

const scanned = (texts: readonly string[], log: string, from = 0, to?: number): [number, number][] => {
  const found: [number, number][] = [];
  const bytes = new TextEncoder().encode(log);
  needlesOf(texts).scan(bytes, from, to ?? bytes.length, (needle, at) => found.push([needle, at]));
  return found;
};

test("finds each text wherever it stands", () => {
  expect(scanned(["Unknown symbol", "symbol table", "no symbol"], "Unknown symbol table, no symbol")).toEqual(
    [
      [0, 0],
      [1, 8],
      [2, 22],
    ],
  );
});

test("looks at nothing outside of the range", () => {
  expect(scanned(["12345678"], "1234567812345678", 1, 15)).toEqual([]);
  expect(scanned(["12345678"], "1234567812345678", 8, 16)).toEqual([[0, 8]]);
});

test("without needles finds nothing", () => {
  expect(scanned([], "anything")).toEqual([]);
});

test("a needle that would make it slow is a mistake", () => {
  expect(() => needlesOf(["abc"])).toThrow(RangeError);
});

const order = (one: [number, number], two: [number, number]): number => one[1] - two[1] || one[0] - two[0];

test("finds what a search for each text alone finds", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", " "), minLength: 8, maxLength: 12 });
  const logs = fc.string({ unit: fc.constantFrom("a", "b", " "), maxLength: 400 });
  fc.assert(
    fc.property(fc.uniqueArray(letters, { minLength: 1, maxLength: 8 }), logs, (texts, log) => {
      const wanted = texts.flatMap((text, needle) =>
        Array.from({ length: log.length }, (_, at) => at)
          .filter((at) => log.startsWith(text, at))
          .map((at): [number, number] => [needle, at]),
      );
      expect(scanned(texts, log).toSorted(order)).toEqual(wanted.toSorted(order));
    }),
  );
});
