import type { Layout } from "@kofit/core";
import { expect, test } from "vitest";
import { allOf, notCompared } from "./all-of-name.ts";

const layout = (member: string): Layout => ({
  kind: "struct",
  name: "entry",
  size: 4,
  alignment: 4,
  rows: [{ depth: 0, name: member, declaration: `int ${member}`, bitOffset: 0, bits: 32 }],
  padding: 0,
});
const one = {
  name: "6.12.0-test",
  inputs: [],
  origin: { input: "vmlinux" },
  layout: layout("key"),
  units: ["a.c"],
  others: [],
};
const several = {
  ...one,
  others: [{ layout: layout("number"), units: ["b.c", "c.c", "d.c"] }],
};
const untold = { ...several, units: [], others: several.others.map((other) => ({ ...other, units: [] })) };
const terminal = { width: 80, colour: false };

test("one is printed as it is", () => {
  expect(allOf(one, "en", terminal)).toMatch(/^struct entry in 6\.12\.0-test/);
  expect(notCompared([one, one], "en", terminal)).toBe("");
});

test.each(["en", "zh"] as const)("several of a name, %s", (language) => {
  expect(allOf(several, language, terminal)).toMatchSnapshot("shown");
  expect(notCompared([one, several], language, terminal)).toMatchSnapshot("compared");
});

test("types that do not tell where each is from: that is said", () => {
  const text = allOf(untold, "en", terminal);
  expect(text).toContain("Where each is from these types (BTF) do not tell");
  expect(text).toContain("\n2 of 2\nstruct entry");
});
