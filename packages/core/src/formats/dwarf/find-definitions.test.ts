import { expect, test } from "vitest";
import { openedDwarf, pair } from "../../../test/build/dwarf-types.ts";
import {
  dwarfFile,
  dwarfInt,
  dwarfMember,
  dwarfName,
  dwarfSections,
  type DwarfSpec,
  dwarfStruct,
  type EntrySpec,
} from "../../../test/build/dwarf-writer.ts";
import { elf } from "../../../test/build/elf-writer.ts";
import { given } from "../../../test/build/given.ts";
import type { CTypes } from "../../model/c-type.ts";
import * as D from "./constants.ts";

const unit = (name: string, entries: readonly EntrySpec[]): DwarfSpec["units"][number] => ({
  attributes: [dwarfName(name)],
  entries,
});

let labels = 0;
/** A struct with one member, whose type is in its own unit. */
function entry(member: string, type: string): EntrySpec {
  labels += 1;
  const label = `${type} ${labels}`;
  return dwarfStruct("entry", 8, [{ ...dwarfInt(type, 8), label }, dwarfMember(member, label, 0)]);
}

const seen = (types: CTypes): unknown[] =>
  types.named("struct", "entry").map((id) => {
    const record = types.type(id);
    return [types.unitOf?.(id), record.kind === "struct" && record.members.map(({ name }) => name)];
  });

test.each([true, false])(
  "each struct of a name is told once, and where it is from, little-endian %s",
  async (littleEndian) => {
    const file = await openedDwarf(
      dwarfFile({
        littleEndian,
        units: [
          unit("none.c", [dwarfStruct("other", 8, [])]),
          unit("a.c", [entry("key", "int")]),
          unit("same.c", [dwarfStruct("other", 8, []), entry("key", "int")]),
          unit("type.c", [entry("key", "long int")]),
          unit("name.c", [entry("number", "int")]),
        ],
      }),
    );
    const every = await file.definitions("struct", "entry");
    expect(every.found && seen(every.types)).toEqual([
      ["a.c", ["key"]],
      ["type.c", ["key"]],
      ["name.c", ["number"]],
    ]);
    const first = await file.defining("struct", "entry");
    expect(first.found && seen(first.types)).toEqual([["a.c", ["key"]]]);
    expect(await file.definitions("union", "entry")).toEqual({ found: false });
  },
);

const inFunction = (name: string, struct: EntrySpec): EntrySpec => ({
  tag: D.DW_TAG_subprogram,
  attributes: [dwarfName(name)],
  children: [struct],
});

test("two in one unit, in functions of their own, are both told", async () => {
  const entries = [inFunction("f", entry("key", "int")), inFunction("g", entry("number", "int"))];
  const file = await openedDwarf(dwarfFile({ units: [unit("a.c", entries)] }));
  const every = await file.definitions("struct", "entry");
  expect(every.found && seen(every.types)).toEqual([
    ["a.c", ["key"]],
    ["a.c", ["number"]],
  ]);
});

/** The sections with the bytes of one changed. */
const changed = (spec: DwarfSpec, name: string, change: (bytes: Uint8Array) => Uint8Array): Uint8Array =>
  elf({
    type: 2,
    sections: dwarfSections(spec).map((section) =>
      section.name === name && typeof section.bytes !== "string"
        ? { ...section, bytes: change(Uint8Array.from(section.bytes)) }
        : section,
    ),
  });

test("a unit that is damaged is passed over; what is in no other is not known", async () => {
  const spec = { units: [unit("bad.c", [entry("key", "int")]), unit("good.c", pair)] };
  // Version, type, size of addresses, and then where its abbreviations are.
  const file = await openedDwarf(changed(spec, ".debug_info", (bytes) => bytes.fill(0xee, 8, 12)));
  expect((await file.defining("struct", "pair")).found).toBe(true);
  await expect(file.defining("struct", "entry")).rejects.toThrow("abbreviations at");
});

test("of a list of units that is cut off, those before are read; what is in none of them is not known", async () => {
  const spec = { units: [unit("a.c", pair), unit("b.c", [entry("key", "int")])] };
  const file = await openedDwarf(
    changed(spec, ".debug_info", (bytes) => bytes.subarray(0, bytes.length - 1)),
  );
  expect((await file.defining("struct", "pair")).found).toBe(true);
  await expect(file.defining("struct", "entry")).rejects.toThrow(/a unit of \d+ bytes, \d+ left/);
  await expect(file.all()).rejects.toThrow("left");
});

test("types that are in another file are told with its name, once nothing here has them", async () => {
  const skeleton: DwarfSpec["units"][number] = {
    attributes: [[D.DW_AT_dwo_name, D.DW_FORM_strp, "a.dwo"]],
    entries: [],
  };
  const file = await openedDwarf(dwarfFile({ units: [skeleton, unit("b.c", pair)] }));
  expect((await file.definitions("struct", "pair")).found).toBe(true);
  expect(await file.definitions("struct", "entry")).toEqual({ found: false, splitInto: "a.dwo" });
  expect(given(await file.all())).toEqual({ found: false, splitInto: "a.dwo" });
});
