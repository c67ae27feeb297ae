import fc from "fast-check";
import { expect, test } from "vitest";
import { findBytes } from "./find-bytes.ts";

test("finds what a search byte by byte finds", () => {
  const bytes = fc.uint8Array({ max: 2, maxLength: 40 });
  fc.assert(
    fc.property(
      bytes,
      fc.uint8Array({ max: 2, minLength: 1, maxLength: 4 }),
      fc.nat(40),
      (all, part, from) => {
        const text = String.fromCharCode(...all);
        expect(findBytes(all, part, from)).toBe(text.indexOf(String.fromCharCode(...part), from));
      },
    ),
  );
});

test("the end is respected, and nothing is found in nothing", () => {
  const all = Uint8Array.of(1, 2, 3, 4);
  expect(findBytes(all, Uint8Array.of(3, 4), 0, 3)).toBe(-1);
  expect(findBytes(all, Uint8Array.of(3, 4), 0, 4)).toBe(2);
  expect(findBytes(new Uint8Array(), Uint8Array.of(1))).toBe(-1);
});
