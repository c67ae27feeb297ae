import { expect, test } from "vitest";
import { definingTypes, firstNamed, openedDwarf } from "../../../test/build/dwarf-types.ts";
import {
  dwarfByte,
  dwarfFile,
  dwarfInt,
  dwarfName,
  dwarfSections,
  type EntrySpec,
} from "../../../test/build/dwarf-writer.ts";
import { elf } from "../../../test/build/elf-writer.ts";
import * as D from "./constants.ts";

const struct = (name: string, form: number, size: number): EntrySpec => ({
  tag: D.DW_TAG_structure_type,
  attributes: [dwarfName(name, form), dwarfByte(D.DW_AT_byte_size, size)],
});

const names = ["a", "id", "pid", "list", "module"];

test.each([D.DW_FORM_string, D.DW_FORM_strp])("names of any length are found, form %i", async (form) => {
  for (const littleEndian of [true, false]) {
    // The first unit has the names in the other way: a unit may have both.
    const other = form === D.DW_FORM_strp ? D.DW_FORM_string : D.DW_FORM_strp;
    const units = [
      { entries: [dwarfInt("pid"), struct("grid", other, 1), struct("blist", form, 2)] },
      { entries: names.map((name, i) => struct(name, form, 10 + i)) },
    ];
    const file = dwarfFile({ littleEndian, units });
    for (const [i, name] of names.entries()) {
      const types = await definingTypes(file, "struct", name);
      expect(firstNamed(types, "struct", name)).toMatchObject({ name, size: 10 + i });
    }
    for (const none of ["d", "st", "odule", "modul"]) {
      expect(await (await openedDwarf(file)).defining("struct", none)).toEqual({ found: false });
    }
  }
});

test("the end of a name is none, though a unit has a shape whose code is the letter before it", async () => {
  // `pid` and what follows it: were `p` a code, an entry with the name `id` would begin there.
  const code = "p".charCodeAt(0);
  const fillers = Array.from({ length: code - 3 }, (_, i) => dwarfInt(`filler_${i}`));
  const withSibling: EntrySpec = {
    tag: D.DW_TAG_structure_type,
    attributes: [
      dwarfName("x", D.DW_FORM_string),
      [D.DW_AT_sibling, D.DW_FORM_ref4, { to: "int" }],
      dwarfByte(D.DW_AT_byte_size, 4),
    ],
  };
  const named: EntrySpec = { tag: D.DW_TAG_typedef, attributes: [dwarfName("pid", D.DW_FORM_string)] };
  const file = dwarfFile({ units: [{ entries: [...fillers, withSibling, named, dwarfInt(), dwarfInt()] }] });
  expect(await (await openedDwarf(file)).defining("struct", "id")).toEqual({ found: false });
  expect((await (await openedDwarf(file)).defining("typedef", "pid")).found).toBe(true);
});

/** More than a JavaScript Set takes. */
const PLACES = 17_000_000;

test("a name that stands at millions of places takes a bit for each", async () => {
  const sections = dwarfSections({ units: [{ entries: [struct("wanted", D.DW_FORM_strp, 8)] }] });
  const crowded = sections.map((section) => {
    if (section.name !== ".debug_str") return section;
    const strings = new Uint8Array(2 * PLACES + 8);
    for (let at = 8; at < strings.length; at += 2) strings[at] = "a".charCodeAt(0);
    return { ...section, bytes: strings };
  });
  const file = await openedDwarf(elf({ type: 2, sections: crowded }));
  expect(await file.defining("struct", "a")).toEqual({ found: false });
});
