import { expect, test } from "vitest";
import { btf, btfInt, btfStruct, type BtfTypeSpec } from "../../../test/build/btf-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { layoutOf } from "../../c-types/layout.ts";
import { recordNamed } from "../../c-types/record-named.ts";
import type { CTypes } from "../../model/c-type.ts";
import { openBtf } from "./btf.ts";
import { distilledTypes } from "./distilled-types.ts";
import { BTF_KIND_ENUM, BTF_KIND_PTR, BTF_KIND_TYPEDEF } from "./structs.ts";

const base = [
  btfInt("int", 4),
  btfStruct("list_head", 16, []),
  { kind: BTF_KIND_ENUM, name: "pid_type", sizeOrType: 4 },
];
const baseBytes = btf(base);
/** Types go on from the three of the base, strings from its strings. */
const baseStrings = openBtf(baseBytes, "base").strings.length;
const own = btf(
  [
    { kind: BTF_KIND_PTR, sizeOrType: 2 },
    btfStruct("own", 40, [
      { name: "number", type: 1, at: 0 },
      { name: "list", type: 2, at: 64 },
      { name: "next", type: 4, at: 192 },
      { name: "type", type: 3, at: 256 },
    ]),
  ],
  { baseStrings },
);
const opened = (ownBytes: Uint8Array, bytes = baseBytes): CTypes =>
  distilledTypes(openBtf(ownBytes, "x.ko!.BTF", true), openBtf(bytes, "x.ko!.BTF.base"), 8);

test("a module's own types are whole", () => {
  const types = opened(own);
  const record = recordNamed(types, "own");
  const layout = record && layoutOf(types, record);
  expect(layout?.rows.map(({ declaration, bitOffset, bits }) => [declaration, bitOffset, bits])).toEqual([
    ["int number", 0, 32],
    ["struct list_head list", 64, 128],
    ["struct list_head *next", 192, 64],
    ["enum pid_type type", 256, 32],
  ]);
  expect(record).not.toHaveProperty("sizeOnly");
});

test("of the kernel's only the size is told", () => {
  const types = opened(own);
  expect(recordNamed(types, "list_head")).toMatchObject({ size: 16, members: [], sizeOnly: true });
  const [id = 0] = types.named("enum", "pid_type");
  expect(types.type(id)).toMatchObject({ size: 4, sizeOnly: true });
});

test.each<[string, BtfTypeSpec]>([
  ["kind 8", { kind: BTF_KIND_TYPEDEF, name: "u32", sizeOrType: 1 }],
  ["kind 4 without a name", btfStruct("", 8, [])],
])("a base with %s is none", (what, type) => {
  const odd = btf([...base, type]);
  expect(() => opened(own, odd)).toThrow(`type 4 of a distilled base: kind`);
  expect(() => opened(own, odd)).toThrow(what.startsWith("kind 8") ? "kind 8" : "without a name");
});

function layOut(types: CTypes): void {
  for (const [, id] of types.definitions("struct")) {
    const record = types.type(id);
    if (record.kind === "struct") layoutOf(types, record);
  }
}

test("damage is a FormatError or a value", async () => {
  await survivesDamage(own, (bytes) => layOut(opened(bytes)), 200);
  await survivesDamage(baseBytes, (bytes) => layOut(opened(own, bytes)), 200);
});
