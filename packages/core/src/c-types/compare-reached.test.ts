import { expect, test } from "vitest";
import { btf, btfInt, btfStruct, type BtfTypeSpec } from "../../test/build/btf-writer.ts";
import { openBtf } from "../formats/btf/btf.ts";
import { btfTypes } from "../formats/btf/btf-types.ts";
import { BTF_KIND_FWD, BTF_KIND_PTR } from "../formats/btf/structs.ts";
import type { CTypes } from "../model/c-type.ts";
import { type ReachedDifference, walker } from "./compare-reached.ts";

const open = (specs: readonly BtfTypeSpec[], source: string): CTypes => btfTypes(openBtf(btf(specs), source));

/** A program in which `file` leads to `task` by a pointer, and `task` has these members. */
const program = (members: Parameters<typeof btfStruct>[2], size: number): readonly BtfTypeSpec[] => [
  btfInt("int", 4), // 1
  btfInt("long", 8), // 2
  btfStruct("task", size, members), // 3
  { kind: BTF_KIND_PTR, sizeOrType: 3 }, // 4
  btfStruct("file", 8, [{ name: "owner", type: 4, at: 0 }]), // 5
  btfStruct("holder", 8 + size, [
    { name: "task", type: 3, at: 0 },
    { name: "flags", type: 2, at: 8 * size },
  ]), // 6
];

const pid = { name: "pid", type: 1, at: 0 };
const shorter = program([pid], 8);
const longer = program(
  [
    { name: "scx", type: 2, at: 0 },
    { ...pid, at: 64 },
  ],
  16,
);

function differences(
  a: readonly BtfTypeSpec[],
  b: readonly BtfTypeSpec[],
  ...names: readonly string[]
): readonly ReachedDifference[] {
  const walk = walker(open(a, "a"), open(b, "b"));
  return [...walk.differences(names.flatMap((name) => walk.named("struct", name) ?? []))];
}

test("programs that are alike differ in nothing", () => {
  expect(differences(longer, longer, "file", "holder")).toEqual([]);
});

test("what differs is found by pointers, with the way to it and its members", () => {
  expect(differences(shorter, longer, "file")).toMatchObject([
    {
      kind: "struct",
      name: "task",
      path: ["file", "owner"],
      sizes: [8, 16],
      onlyInA: [],
      onlyInB: ["scx"],
      moved: ["pid"],
      isOwn: true,
    },
  ]);
});

test("what only contains such a record is told, and that it is not its own difference", () => {
  const found = differences(shorter, longer, "holder");
  expect(found.map(({ name, isOwn }) => [name, isOwn])).toEqual([
    ["holder", false],
    ["task", true],
  ]);
});

test("two records that nothing shared leads to do not meet, though they have one name", () => {
  expect(differences(shorter, longer, "nobody")).toEqual([]);
});

test("of several definitions of the second program one that is alike is enough", () => {
  const two = [...longer, btfStruct("task", 8, [pid])];
  expect(differences(shorter, two, "file")).toEqual([]);
  expect(differences(shorter, [...longer, btfStruct("task", 24, [pid])], "file")).toHaveLength(1);
});

test("what is only declared on one way is what the program defines elsewhere", () => {
  const declared = shorter.map((spec, at) => (at === 3 ? { ...spec, sizeOrType: 7 } : spec));
  const forward = { kind: BTF_KIND_FWD, name: "task" };
  expect(differences([...declared, forward], longer, "file").map(({ name }) => name)).toEqual(["task"]);
  expect(differences([...declared, { ...forward, name: "other" }], longer, "file")).toEqual([]);
});

const inner = (at: number): readonly BtfTypeSpec[] => [
  btfInt("int", 4), // 1
  btfStruct("", 8, [
    { name: "low", type: 1, at },
    { name: "high", type: 1, at: 32 - at },
  ]), // 2
  btfStruct("unnamed", 8, [{ type: 2, at: 0 }]), // 3
  btfStruct("named", 8, [{ name: "word", type: 2, at: 0 }]), // 4
];

test("members of a record without a name count by their own name, and by that of what holds them", () => {
  expect(differences(inner(0), inner(32), "unnamed")).toMatchObject([
    { moved: ["low", "high"], isOwn: true },
  ]);
  expect(differences(inner(0), inner(32), "named")).toMatchObject([{ moved: ["word.low", "word.high"] }]);
});
