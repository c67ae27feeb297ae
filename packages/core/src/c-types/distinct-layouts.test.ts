import { expect, test } from "vitest";
import { btf, btfInt, btfStruct } from "../../test/build/btf-writer.ts";
import { btfTypes } from "../formats/btf/btf-types.ts";
import { openBtf } from "../formats/btf/btf.ts";
import type { CTypes } from "../model/c-type.ts";
import { distinctLayouts } from "./distinct-layouts.ts";

const member = (name: string, type = 1): { name: string; type: number; at: number } => ({
  name,
  type,
  at: 0,
});
const types = btfTypes(
  openBtf(
    btf([
      btfInt("int", 4),
      btfInt("unsigned int", 4),
      btfStruct("entry", 4, [member("key")]),
      btfStruct("entry", 4, [member("key", 2)]),
      btfStruct("entry", 4, [member("key")]),
      btfStruct("other", 4, [member("key")]),
    ]),
    "vmlinux",
  ),
);
const told = (from: CTypes): unknown[] =>
  distinctLayouts(from, "struct", "entry").map(({ layout, units }) => [layout.rows[0]?.declaration, units]);

test("structs of one name are told apart by their layout and what their members are", () => {
  expect(told(types)).toEqual([
    ["int key", []],
    ["unsigned int key", []],
  ]);
  expect(distinctLayouts(types, "union", "entry")).toEqual([]);
});

test("with the source files that have each, where the types tell", () => {
  const files = new Map([
    [3, "a.c"],
    [5, "b.c"],
  ]);
  expect(told({ ...types, unitOf: (id) => files.get(id) })).toEqual([
    ["int key", ["a.c", "b.c"]],
    ["unsigned int key", []],
  ]);
});
