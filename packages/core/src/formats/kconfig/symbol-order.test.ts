import { expect, test } from "vitest";
import { inOrderOfKconfig } from "./symbol-order.ts";

test("the table shows in what was written; new symbols go to their buckets", () => {
  const sorted = inOrderOfKconfig(["CONFIG_A", "CONFIG_B", "CONFIG_C", "CONFIG_D"], []);
  for (const left of sorted) {
    const written = sorted.filter((symbol) => symbol !== left);
    expect(inOrderOfKconfig(["CONFIG_A", "CONFIG_B", "CONFIG_C", "CONFIG_D"], written)).toEqual(sorted);
  }
  expect(sorted).not.toEqual(["CONFIG_A", "CONFIG_B", "CONFIG_C", "CONFIG_D"]);
});

test("what no Kconfig wrote keeps its order, and new symbols come last", () => {
  const sorted = inOrderOfKconfig(["CONFIG_A", "CONFIG_B", "CONFIG_C", "CONFIG_D"], []);
  const odd = sorted.toReversed();
  expect(inOrderOfKconfig(["CONFIG_NEW", ...sorted], odd)).toEqual([...odd, "CONFIG_NEW"]);
});

test("what is not set any more is left out", () => {
  expect(inOrderOfKconfig([], ["CONFIG_A"])).toEqual([]);
});
