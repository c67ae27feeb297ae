import { expect, test } from "vitest";
import { btf, btfInt, btfStruct, btfUnion } from "../../test/build/btf-writer.ts";
import { openBtf } from "../formats/btf/btf.ts";
import { btfTypes } from "../formats/btf/btf-types.ts";
import {
  BTF_KIND_ARRAY,
  BTF_KIND_CONST,
  BTF_KIND_FUNC_PROTO,
  BTF_KIND_PTR,
  BTF_KIND_TYPEDEF,
  BTF_KIND_TYPE_TAG,
} from "../formats/btf/structs.ts";
import type { CTypes } from "../model/c-type.ts";
import { alignOf } from "./align-of.ts";
import { compareLayouts } from "./compare-layouts.ts";
import { layoutOf } from "./layout.ts";
import { recordNamed } from "./record-named.ts";
import { sizeOf } from "./size-of.ts";
import { spelling } from "./spelling.ts";

const open = (specs: Parameters<typeof btf>[0]): CTypes => btfTypes(openBtf(btf(specs), "t"));

const types = open([
  btfInt("int", 4), // 1
  btfInt("long unsigned int", 8), // 2
  { kind: BTF_KIND_PTR, sizeOrType: 1 }, // 3: int *
  { kind: BTF_KIND_ARRAY, rest: [3, 1, 5] }, // 4: int *[5]
  { kind: BTF_KIND_CONST, sizeOrType: 1 }, // 5: const int
  { kind: BTF_KIND_PTR, sizeOrType: 5 }, // 6: const int *
  { kind: BTF_KIND_CONST, sizeOrType: 3 }, // 7: int *const
  { kind: BTF_KIND_FUNC_PROTO, sizeOrType: 1, vlen: 2, rest: ["p", 3, 0, 0] }, // 8: int (int *p, ...)
  { kind: BTF_KIND_PTR, sizeOrType: 8 }, // 9
  { kind: BTF_KIND_ARRAY, rest: [1, 1, 3] }, // 10: int [3]
  { kind: BTF_KIND_PTR, sizeOrType: 10 }, // 11: int (*)[3]
  { kind: BTF_KIND_TYPEDEF, name: "count_t", sizeOrType: 2 }, // 12
  btfStruct("pair", 16, [
    { name: "small", type: 1, at: 0 },
    { name: "large", type: 12, at: 64 },
  ]), // 13
  { kind: BTF_KIND_ARRAY, rest: [13, 1, 2] }, // 14
  btfStruct("packed", 12, [
    { name: "small", type: 1, at: 0 },
    { name: "large", type: 2, at: 32 },
  ]), // 15
  { kind: BTF_KIND_TYPE_TAG, name: "user", sizeOrType: 1 }, // 16
  { kind: BTF_KIND_PTR, sizeOrType: 16 }, // 17
]);

test.each([
  [1, "int x"],
  [3, "int *x"],
  [4, "int *x[5]"],
  [6, "const int *x"],
  [7, "int *const x"],
  [8, "int x(int *p, ...)"],
  [9, "int (*x)(int *p, ...)"],
  [11, "int (*x)[3]"],
  [12, "count_t x"],
  [14, "struct pair x[2]"],
  [17, "__user int *x"],
])("type %i is declared as C declares it: %s", (id, wanted) => {
  expect(spelling(types, id, "x")).toBe(wanted);
});

test("sizes and alignments", () => {
  expect([1, 3, 4, 12, 13, 14, 8].map((id) => sizeOf(types, id))).toEqual([4, 8, 40, 8, 16, 32, undefined]);
  expect([1, 3, 4, 12, 13, 14, 15, 8].map((id) => alignOf(types, id))).toEqual([
    4,
    8,
    8,
    8,
    8,
    8,
    1,
    undefined,
  ]);
});

const outer = open([
  btfInt("int", 4), // 1
  btfInt("long unsigned int", 8), // 2
  btfStruct("", 16, [
    { name: "b", type: 2, at: 0 },
    { name: "c", type: 1, at: 64 },
  ]), // 3
  btfUnion(16, [
    { name: "a", type: 1, at: 0 },
    { type: 3, at: 0 },
  ]), // 4
  btfStruct("thing", 40, [
    { name: "state", type: 1, at: 0 },
    { type: 4, at: 64 },
    { name: "low", type: 1, at: 192, bits: 3 },
    { name: "high", type: 1, at: 200, bits: 2 },
    { name: "end", type: 1, at: 224 },
  ]), // 5
]);

test("holes, anonymous records, bit-fields and padding", () => {
  const thing = recordNamed(outer, "thing");
  const layout = thing && layoutOf(outer, thing);
  expect(layout).toMatchObject({ size: 40, alignment: 8, padding: 64 });
  expect(
    layout?.rows.map(({ depth, declaration, bitOffset, hole = 0, tail = 0 }) => [
      depth,
      declaration,
      bitOffset,
      hole,
      tail,
    ]),
  ).toEqual([
    [0, "int state", 0, 0, 0],
    [0, "union {…}", 64, 32, 0],
    [1, "int a", 64, 0, 0],
    [1, "struct {…}", 64, 0, 0],
    [2, "long unsigned int b", 64, 0, 0],
    [2, "int c", 128, 0, 32],
    [0, "int low:3", 192, 0, 0],
    [0, "int high:2", 200, 5, 0],
    [0, "int end", 224, 22, 0],
  ]);
});

const side = (members: readonly (readonly [string, number, number])[]): ReturnType<typeof layoutOf> => {
  const specs = members.map(([name, type, at]) => ({ name, type, at }));
  const all = open([btfInt("int", 4), btfInt("long unsigned int", 8), btfStruct("s", 64, specs)]);
  const record = recordNamed(all, "s");
  if (!record) throw new Error("no struct");
  return layoutOf(all, record);
};

test("two layouts side by side", () => {
  const a = side([
    ["one", 1, 0],
    ["gone", 2, 64],
    ["two", 2, 128],
    ["wide", 1, 256],
  ]);
  const b = side([
    ["first", 1, 32],
    ["one", 1, 0],
    ["two", 2, 64],
    ["new", 1, 128],
    ["wide", 2, 256],
  ]);
  expect(compareLayouts(a, b).rows.map(({ a, b, change }) => [(a ?? b)?.name, change])).toEqual([
    ["first", "added"],
    ["one", "same"],
    ["gone", "removed"],
    ["two", "moved"],
    ["new", "added"],
    ["wide", "retyped"],
  ]);
});
