import { expect, test } from "vitest";
import { btf, btfInt, btfStruct, type BtfTypeSpec, btfUnion } from "../../test/build/btf-writer.ts";
import { openBtf } from "../formats/btf/btf.ts";
import { btfTypes } from "../formats/btf/btf-types.ts";
import {
  BTF_KIND_ARRAY,
  BTF_KIND_ENUM,
  BTF_KIND_FUNC,
  BTF_KIND_FUNC_PROTO,
  BTF_KIND_FWD,
  BTF_KIND_PTR,
  BTF_KIND_TYPEDEF,
  BTF_KIND_TYPE_TAG,
} from "../formats/btf/structs.ts";
import type { CTypes } from "../model/c-type.ts";
import { compareTypes, type TypesComparison } from "./compare-types.ts";

const open = (specs: readonly BtfTypeSpec[], source = "t"): CTypes => btfTypes(openBtf(btf(specs), source));

function compare(a: readonly BtfTypeSpec[], b: readonly BtfTypeSpec[]): TypesComparison {
  const found = compareTypes(open(a, "a"), open(b, "b"));
  if (!found) throw new Error("BTF has all types");
  return found;
}

const int = btfInt("int", 4);
const long = btfInt("long unsigned int", 8);
const pointerTo = (type: number): BtfTypeSpec => ({ kind: BTF_KIND_PTR, sizeOrType: type });
const named = (name: string, to: number): BtfTypeSpec => ({ kind: BTF_KIND_TYPEDEF, name, sizeOrType: to });
const changesOf = ({ changed }: TypesComparison): unknown[] =>
  changed.map(({ kind, name, isOwn, through }) => [
    `${kind} ${name}`,
    isOwn ? "own" : through?.path.join("."),
  ]);

/** A program whose innermost struct has one member, or two. */
const nested = (inner: BtfTypeSpec): readonly BtfTypeSpec[] => {
  const size = inner.sizeOrType ?? 0;
  return [
    int, // 1
    long, // 2
    inner, // 3: struct sched_avg
    btfStruct("sched_entity", 8 + size, [
      { name: "load", type: 2, at: 0 },
      { name: "avg", type: 3, at: 64 },
    ]), // 4
    btfStruct("task_struct", 16 + size, [
      { name: "se", type: 4, at: 0 },
      { name: "flags", type: 2, at: 8 * (8 + size) },
    ]), // 5
    pointerTo(5), // 6
    btfStruct("holds_a_pointer", 8, [{ name: "task", type: 6, at: 0 }]), // 7
    { kind: BTF_KIND_ARRAY, rest: [3, 1, 4] }, // 8
    named("many", 8), // 9
  ];
};
const small = btfStruct("sched_avg", 8, [{ name: "sum", type: 2, at: 0 }]);
const large = btfStruct("sched_avg", 16, [
  { name: "sum", type: 2, at: 0 },
  { name: "more", type: 2, at: 64 },
]);

test("a program is the same as itself", () => {
  const found = compare(nested(small), nested(small));
  expect(found).toMatchObject({ added: [], removed: [], changed: [], same: 5 });
});

test("what contains a struct that grew is told with the way to it, what points to it is the same", () => {
  const found = compare(nested(small), nested(large));
  expect(changesOf(found)).toEqual([
    ["struct sched_avg", "own"],
    ["struct sched_entity", "avg"],
    ["struct task_struct", "se.avg"],
    ["typedef many", ""],
  ]);
  expect(found.changed[0]).toMatchObject({ sizes: [8, 16], affects: 3 });
  expect(found.changed[2]).toMatchObject({
    sizes: [24, 32],
    through: { kind: "struct", name: "sched_avg", sizes: [8, 16] },
  });
});

const alignedAt = (place: number): readonly BtfTypeSpec[] => [
  int,
  btfStruct("aligned", 64, [{ name: "a", type: 1, at: place }]),
  btfStruct("outer", 128, [{ name: "inner", type: 2, at: place }]),
];

const withFunctions = (inner: BtfTypeSpec): readonly BtfTypeSpec[] => [
  ...nested(inner),
  pointerTo(7), // 10
  { kind: BTF_KIND_FUNC_PROTO, sizeOrType: 0, vlen: 1, rest: ["holder", 10] }, // 11
  { kind: BTF_KIND_FUNC, name: "wake", sizeOrType: 11 },
  { kind: BTF_KIND_FUNC_PROTO, sizeOrType: 1, vlen: 0, rest: [] }, // 13
  { kind: BTF_KIND_FUNC, name: "count", sizeOrType: 13 },
];

test("a function gets at what changed through pointers", () => {
  const reached = compare(withFunctions(small), withFunctions(large)).reached(["wake", "count", "nobody"]);
  expect([...reached]).toEqual([
    ["wake", { kind: "struct", name: "sched_avg", path: ["holder", "task", "se", "avg"], sizes: [8, 16] }],
  ]);
});

const twice = (inner: BtfTypeSpec): readonly BtfTypeSpec[] => [
  ...withFunctions(inner),
  { kind: BTF_KIND_FUNC, name: "count", sizeOrType: 11 },
];

test("of several functions of one name the first counts that gets at what changed; one may ask again", () => {
  const found = compare(twice(small), twice(large));
  expect([...found.reached(["count"]).keys()]).toEqual(["count"]);
  expect([...found.reached(["wake", "wake"]).keys()]).toEqual(["wake"]);
  expect(compare(twice(small), twice(small)).reached(["count", "wake"]).size).toBe(0);
});

test("a member of its own makes a struct the reason itself, whatever else it contains", () => {
  const other = nested(large).map((spec) =>
    spec.name === "task_struct" ? { ...spec, rest: ["se", 4, 0, "state", 2, 8 * 24] } : spec,
  );
  expect(changesOf(compare(nested(small), other))).toContainEqual(["struct task_struct", "own"]);
});

test("members at other places with nothing in them that differs are a difference of the struct itself", () => {
  expect(changesOf(compare(alignedAt(0), alignedAt(32)))).toEqual([
    ["struct aligned", "own"],
    ["struct outer", "inner"],
  ]);
});

test("names that only one side has, by kind", () => {
  const found = compare(
    [int, btfStruct("gone", 4, []), btfStruct("both", 4, [])],
    [int, named("gone", 1), btfStruct("both", 4, []), btfStruct("both", 8, [])],
  );
  expect(found).toMatchObject({
    added: [{ kind: "typedef", name: "gone" }],
    removed: [{ kind: "struct", name: "gone" }],
    changed: [],
    same: 1,
  });
});

const readerOf = (inner: number, parameter: string, tagged: boolean): readonly BtfTypeSpec[] => [
  int, // 1
  long, // 2
  btfUnion(8, [{ name: "x", type: inner, at: 0 }]), // 3
  btfStruct("outer", 8, [{ type: 3, at: 0 }]), // 4
  { kind: BTF_KIND_TYPE_TAG, name: "user", sizeOrType: 1 }, // 5
  pointerTo(tagged ? 5 : 1), // 6
  { kind: BTF_KIND_FUNC_PROTO, sizeOrType: 1, vlen: 1, rest: [parameter, 6] }, // 7
  { kind: BTF_KIND_FUNC, name: "read", sizeOrType: 7 }, // 8
  { kind: BTF_KIND_FUNC_PROTO, sizeOrType: inner, vlen: 1, rest: ["p", 6] }, // 9
  pointerTo(9), // 10
  btfStruct("operations", 8, [{ name: "call", type: 10, at: 0 }]), // 11
];

test("of several structs of one name those that are the same belong together", () => {
  const [one, two, three] = [4, 8, 16].map((size) => btfStruct("scoped", size, []));
  if (!one || !two || !three) throw new Error("three");
  expect(compare([one, two], [two, one]).changed).toEqual([]);
  expect(compare([one, two], [two, three]).changed).toMatchObject([{ name: "scoped", sizes: [4, 16] }]);
});

test("anonymous records and prototypes are looked into, names of parameters and tags are not", () => {
  expect(compare(readerOf(1, "p", true), readerOf(1, "pointer", false)).changed).toEqual([]);
  expect(changesOf(compare(readerOf(1, "p", true), readerOf(2, "p", true)))).toEqual([
    ["struct outer", "own"],
    ["struct operations", "own"],
  ]);
});

const enumWith = (value: number): readonly BtfTypeSpec[] => [
  { kind: BTF_KIND_ENUM, name: "state", vlen: 2, sizeOrType: 4, rest: ["LIVE", 0, "GOING", value] },
];

test("a struct that is only declared is the one of its name", () => {
  const forward = { kind: BTF_KIND_FWD, name: "far" };
  const user = btfStruct("user", 8, [{ name: "far", type: 2, at: 0 }]);
  const found = compare([forward, pointerTo(1), user], [btfStruct("far", 4, []), pointerTo(1), user]);
  expect(found).toMatchObject({ added: [{ kind: "struct", name: "far" }], changed: [] });
});

const inItself = (size: number): readonly BtfTypeSpec[] => [
  btfStruct("a", size, [{ name: "b", type: 2, at: 0 }]),
  btfStruct("b", size, [{ name: "a", type: 1, at: 0 }]),
];

test("values of an enum", () => {
  expect(changesOf(compare(enumWith(1), enumWith(2)))).toEqual([["enum state", "own"]]);
});

test("types that contain, or point to, themselves without end are compared, or said to be damaged", () => {
  const loop = [pointerTo(1), btfStruct("s", 8, [{ name: "p", type: 1, at: 0 }])];
  expect(() => compare(loop, loop)).toThrow("types refer to each other without end");
  expect(changesOf(compare(inItself(8), inItself(16)))).toEqual([
    ["struct a", "own"],
    ["struct b", "own"],
  ]);
  // One type of one side beside two of the other at every level: 2^40 comparisons, were they all made.
  const levels = 40;
  const twins: readonly BtfTypeSpec[] = Array.from({ length: levels }, (_, i) => [
    2 * i + 3,
    2 * i + 4,
  ]).flatMap(([x = 0, y = 0]) =>
    ["p", "q"].map(() =>
      btfStruct("", 8, [
        { name: "x", type: x, at: 0 },
        { name: "y", type: y, at: 0 },
      ]),
    ),
  );
  const single: readonly BtfTypeSpec[] = Array.from({ length: levels }, (_, i) =>
    btfStruct("", 8, [
      { name: "x", type: i + 2, at: 0 },
      { name: "y", type: i + 2, at: 0 },
    ]),
  );
  const a = [...single, int, named("top", 1)];
  const b = [...twins, int, int, named("top", 1)];
  expect(() => compare(a, b)).toThrow("types refer to each other without end");
});
