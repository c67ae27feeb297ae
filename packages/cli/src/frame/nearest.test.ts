import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearest } from "./nearest.ts";

test("a slip of the fingers is understood", () => {
  const commands = ["check", "facts", "demo"];
  expect(nearest("chekc", commands)).toBe("check");
  expect(nearest("fact", commands)).toBe("facts");
  expect(nearest("dmeo", commands)).toBe("demo");
  expect(nearest("install", commands)).toBeUndefined();
  expect(nearest("x", commands)).toBeUndefined();
});

test("a swap of neighbours is one slip", () => {
  expect(editDistance("ab", "ba")).toBe(1);
  expect(editDistance("kernel", "kenrle")).toBe(2);
  expect(editDistance("", "abc")).toBe(3);
});

test("a distance is symmetric, and 0 only for equal words", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});
