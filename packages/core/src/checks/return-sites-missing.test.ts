import { expect, test } from "vitest";
import { architecture, elfShape, imports, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const thunk = imports("_printk", "__x86_return_thunk");
const features = new Set(["return-thunk-warning"] as const);
const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_MITIGATION_SRSO=y");
const found = (kernel: Parameters<typeof judge>[0], module: Parameters<typeof judge>[1] = {}) =>
  evidence(judge(kernel, { imports: thunk, ...module }), "return-sites-missing");

// Seen on 6.12.95 and 7.2.13; 6.1.176 does not warn.
test("a kernel that warns of returns that were not replaced", () => {
  expect(found({ features, config })).toEqual([{ symbol: "__x86_return_thunk" }]);
  expect(found({ features: new Set(), config })).toEqual([]);
  expect(found({ features })).toEqual([]);
  expect(found({ features, config, architecture: architecture("i386") })).toEqual([]);
});

const elf = (sh_size: number) => elfShape({}, [section(".return_sites", { sh_size })]);

test("an empty list is none", () => {
  expect(found({ features, config }, { elf: elf(0) })).toHaveLength(1);
  expect(found({ features, config }, { elf: elf(8) })).toEqual([]);
});

test("returns that are none of a thunk need no list", () => {
  expect(found({ features, config }, { imports: imports("_printk") })).toEqual([]);
});
