import fc from "fast-check";
import { expect, test } from "vitest";
import { textsIn } from "./find-texts.ts";

const letters = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom("a", "b", "é"), minLength, maxLength });
const wanted = fc.uniqueArray(letters(2, 6), { minLength: 1, maxLength: 5 });

test("finds what a search for each finds", () => {
  fc.assert(
    fc.property(letters(0, 60), wanted, (all, texts) => {
      const found = textsIn(new TextEncoder().encode(all), texts);
      expect([...found].toSorted()).toEqual(texts.filter((text) => all.includes(text)).toSorted());
    }),
  );
});
