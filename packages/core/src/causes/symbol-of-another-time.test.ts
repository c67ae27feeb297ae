import { expect, test } from "vitest";
import { causesOf, only } from "../../test/build/causes.ts";
import { imports, modversions, unknownFact } from "../../test/build/facts.ts";

const ID = "symbol-of-another-time";
const found = (symbol: string, kernel: Parameters<typeof causesOf>[1] = {}): ReturnType<typeof causesOf> =>
  only(
    ID,
    causesOf("unknown-symbol", kernel, {
      imports: imports(symbol),
      modversions: modversions({ module_layout: 0x11, [symbol]: 1 }),
    }),
  );

test("the kernel exports a later name of it", () => {
  expect(found("printk")).toEqual([
    {
      id: ID,
      certainty: "certain",
      evidence: { symbol: "printk", now: { how: "renamed", name: "_printk", is: "newer" } },
    },
  ]);
});

test("the kernel exports an earlier name of it", () => {
  expect(found("__kmalloc_cache_noprof")).toMatchObject([
    { evidence: { now: { how: "renamed", name: "kmalloc_trace", is: "older" } } },
  ]);
});

test("a name that this kernel has under none of its names is not explained", () => {
  expect(found("hrtimer_setup")).toEqual([]);
});

test("what Linux took back, in releases since", () => {
  expect(found("kallsyms_lookup_name")).toMatchObject([
    { certainty: "certain", evidence: { now: { how: "unexported", since: "5.7" } } },
  ]);
  expect(found("kallsyms_lookup_name", { release: "5.6.19" })).toEqual([]);
  expect(found("kallsyms_lookup_name", { release: unknownFact, generation: "6.4" })).toEqual([]);
});
