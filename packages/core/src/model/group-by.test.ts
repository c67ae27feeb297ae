import { expect, test } from "vitest";
import { groupBy } from "./group-by.ts";

test("items of a key stay together, in their order", () => {
  expect([...groupBy(["ab", "c", "de", "f"], (word) => word.length)]).toEqual([
    [2, ["ab", "de"]],
    [1, ["c", "f"]],
  ]);
  expect([...groupBy([], String)]).toEqual([]);
});
