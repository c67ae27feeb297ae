import { expect, test } from "vitest";
import { kernelFacts, moduleFacts, modversions } from "../../../test/build/facts.ts";
import { known } from "../../model/fact.ts";
import { asRead } from "./as-read.ts";

const basic = known(modversions({ printk: 1 }), { input: "t.ko" });
const module = {
  ...moduleFacts({ modversions: modversions({ printk: 2 }, "extended") }),
  basicVersions: basic,
};

test("a kernel without extended versions sees the basic ones", () => {
  expect(asRead(module, kernelFacts({ features: new Set() })).modversions).toBe(basic);
});

test("a kernel with them sees those, and other modules are as they are", () => {
  const later = kernelFacts({ features: new Set(["extended-versions"] as const) });
  expect(asRead(module, later)).toBe(module);
  const plain = moduleFacts();
  expect(asRead(plain, kernelFacts({ features: new Set() }))).toBe(plain);
});
