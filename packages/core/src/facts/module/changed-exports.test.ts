import { expect, test } from "vitest";
import { btf, btfInt, btfStruct, type BtfTypeSpec } from "../../../test/build/btf-writer.ts";
import { crcTable, kernelFacts, modversions, moduleFacts } from "../../../test/build/facts.ts";
import { openBtf } from "../../formats/btf/btf.ts";
import { btfTypes } from "../../formats/btf/btf-types.ts";
import { BTF_KIND_FUNC, BTF_KIND_FUNC_PROTO, BTF_KIND_PTR } from "../../formats/btf/structs.ts";
import type { CTypes } from "../../model/c-type.ts";
import { changedExports, symbolsOfOtherCrc } from "./changed-exports.ts";

const open = (specs: readonly BtfTypeSpec[]): CTypes => btfTypes(openBtf(btf(specs), "t"));

/** `wake(struct file *file)`, whose `owner` is a task, and `count(number)`. */
const program = (
  members: Parameters<typeof btfStruct>[2],
  size: number,
  number = 1,
): readonly BtfTypeSpec[] => [
  btfInt("int", 4), // 1
  btfInt("long", 8), // 2
  btfStruct("task", size, members), // 3
  { kind: BTF_KIND_PTR, sizeOrType: 3 }, // 4
  btfStruct("file", 8, [{ name: "owner", type: 4, at: 0 }]), // 5
  { kind: BTF_KIND_PTR, sizeOrType: 5 }, // 6
  { kind: BTF_KIND_FUNC_PROTO, vlen: 1, rest: ["file", 6] }, // 7
  { kind: BTF_KIND_FUNC, name: "wake", sizeOrType: 7 }, // 8
  { kind: BTF_KIND_FUNC_PROTO, vlen: 1, rest: ["number", number] }, // 9
  { kind: BTF_KIND_FUNC, name: "count", sizeOrType: 9 }, // 10
];
const pid = { name: "pid", type: 1, at: 0 };
const small = program([pid], 4);
const large = program(
  [
    { name: "scx", type: 2, at: 0 },
    { ...pid, at: 64 },
  ],
  16,
);

const task = {
  symbol: "wake",
  kind: "struct",
  name: "task",
  path: ["file", "owner"],
  sizes: [4, 16],
  onlyWhereBuilt: [],
  onlyInKernel: ["scx"],
};
/** As a reader of debug information gives them: not in columns. */
function withoutTable(types: CTypes): CTypes {
  const { source, littleEndian } = types;
  return {
    source,
    littleEndian,
    pointerSize: 8,
    type: (id) => types.type(id),
    named: (kind, name) => types.named(kind, name),
    definitions: (kind) => types.definitions(kind),
    fail: (what) => types.fail(what),
  };
}

test("the nearest type that differs, whether the types of both kernels are whole or those of a module", () => {
  expect(changedExports(open(small), open(large), ["wake", "count", "nobody"])).toEqual([task]);
  expect(changedExports(withoutTable(open(small)), open(large), ["wake", "count", "nobody"])).toEqual([task]);
});

test("a function whose own parameters differ is its own reason", () => {
  const found = changedExports(open(program([pid], 4, 2)), open(small), ["wake", "count"]);
  expect(found).toMatchObject([{ symbol: "count", kind: "function", name: "count", path: [] }]);
});

test("types that are alike are no reason", () => {
  expect(changedExports(open(small), open(small), ["wake"])).toEqual([]);
  expect(changedExports(withoutTable(open(small)), open(small), ["wake"])).toEqual([]);
});

test("symbols of which both sides have a CRC, and another one", () => {
  const module = moduleFacts({ modversions: modversions({ a: 1, b: 2, c: 3 }) });
  expect(symbolsOfOtherCrc(module, kernelFacts({ crcs: crcTable({ a: 1, b: 9 }) }))).toEqual(["b"]);
  const without = { ...module, modversions: moduleFacts({ modversions: undefined }).modversions };
  expect(symbolsOfOtherCrc(without, kernelFacts({ crcs: crcTable({ a: 9 }) }))).toEqual([]);
});
