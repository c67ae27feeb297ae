import { expect, test } from "vitest";
import { btf, btfInt, btfStruct, type BtfTypeSpec, btfUnion } from "../../../test/build/btf-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { nameAt } from "../../model/names.ts";
import { tableKind, type TypeTable } from "../../model/type-table.ts";
import { openBtf } from "./btf.ts";
import { btfTable } from "./btf-table.ts";
import {
  BTF_KIND_ARRAY,
  BTF_KIND_CONST,
  BTF_KIND_DATASEC,
  BTF_KIND_ENUM64,
  BTF_KIND_FUNC,
  BTF_KIND_FUNC_PROTO,
  BTF_KIND_FWD,
  BTF_KIND_PTR,
  BTF_KIND_TYPEDEF,
  BTF_KIND_VAR,
} from "./structs.ts";

const types: readonly BtfTypeSpec[] = [
  btfInt("int", 4), // 1
  btfUnion(8, [{ name: "a", type: 1, at: 0 }]), // 2
  btfStruct("module", 32, [
    { name: "state", type: 1, at: 0 },
    { type: 2, at: 64 },
    { name: "flag", type: 1, at: 131, bits: 3 },
  ]), // 3
  { kind: BTF_KIND_ARRAY, rest: [3, 1, 7] }, // 4
  { kind: BTF_KIND_ENUM64, name: "big", vlen: 1, sizeOrType: 8, rest: ["HIGH", 5, 9] }, // 5
  { kind: BTF_KIND_FUNC_PROTO, sizeOrType: 1, vlen: 2, rest: ["p", 4, 0, 0] }, // 6
  { kind: BTF_KIND_FUNC, name: "call", sizeOrType: 6 }, // 7
  { kind: BTF_KIND_FWD, name: "far", kindFlag: true }, // 8
  { kind: BTF_KIND_CONST, sizeOrType: 8 }, // 9
  { kind: BTF_KIND_TYPEDEF, name: "far_t", sizeOrType: 9 }, // 10
  { kind: BTF_KIND_VAR, name: "variable", sizeOrType: 1, rest: [0] }, // 11
  { kind: BTF_KIND_DATASEC, name: ".data", vlen: 1, sizeOrType: 4, rest: [11, 0, 4] }, // 12
];

/** What is kept of a type, in words. */
function told(table: TypeTable, id: number): readonly unknown[] {
  const kind = Object.entries(tableKind).find(([, value]) => value === table.kinds[id])?.[0];
  const name = nameAt(table.strings, table.names[id] ?? 0);
  const parts = Array.from({ length: (table.partsAt[id + 1] ?? 0) - (table.partsAt[id] ?? 0) }, (_, i) => {
    const part = (table.partsAt[id] ?? 0) + i;
    const { partNames, partTypes, partOffsets, partWidths, strings } = table;
    return [nameAt(strings, partNames[part] ?? 0), partTypes[part], partOffsets[part], partWidths[part]];
  });
  return [kind, name, table.sizes[id], table.targets[id], ...parts];
}

test.each([true, false])("every kind in columns, little-endian %s", (littleEndian) => {
  const table = btfTable(openBtf(btf(types, { littleEndian }), "t"));
  expect(Array.from({ length: table.kinds.length }, (_, id) => told(table, id))).toEqual([
    ["void", "", 0, 0],
    ["int", "int", 4, 0],
    ["union", "", 8, 0, ["a", 1, 0, 0]],
    ["struct", "module", 32, 0, ["state", 1, 0, 0], ["", 2, 64, 0], ["flag", 1, 131, 3]],
    ["array", "", 7, 3],
    ["enum", "big", 8, 0, ["HIGH", 5, 9, 0]],
    ["prototype", "", 0, 1, ["p", 4, 0, 0], ["", 0, 0, 0]],
    ["function", "call", 0, 6],
    ["forwardUnion", "far", 0, 0],
    ["const", "", 0, 8],
    ["typedef", "far_t", 0, 9],
    ["other", "variable", 0, 0],
    ["other", ".data", 0, 0],
  ]);
  expect(table.widths[1]).toBe(32);
});

test("split types and strings go on from those of their base", () => {
  const base = openBtf(btf(types), "vmlinux");
  const own = btf([{ kind: BTF_KIND_PTR, sizeOrType: 3 }, btfStruct("", 8, [{ type: 13, at: 0 }])]);
  const table = btfTable(openBtf(own, "t.ko"), base);
  expect(told(table, 13)).toEqual(["pointer", "", 0, 3]);
  expect(told(table, 14)).toEqual(["struct", "", 8, 0, ["", 13, 0, 0]]);
});

test("a type or a name that is not there", () => {
  const pointer = { kind: BTF_KIND_PTR, sizeOrType: 9 };
  expect(() => btfTable(openBtf(btf([pointer]), "t"))).toThrow("type 9 wanted, there are 1");
  const bytes = btf([btfInt("int", 4)]);
  bytes[24] = 99;
  expect(() => btfTable(openBtf(bytes, "t"))).toThrow("string at 99 wanted, there are 5 bytes of strings");
});

test("damage is found, or columns are made of it", async () => {
  await survivesDamage(btf(types), (bytes) => btfTable(openBtf(bytes, "t")), 300);
});
