import { expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { openedDwarf, pair } from "../../../test/build/dwarf-types.ts";
import { type DwarfSpec, dwarfFile, dwarfSections, dwarfStruct } from "../../../test/build/dwarf-writer.ts";
import { elf } from "../../../test/build/elf-writer.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { readModuleStruct } from "../../facts/module/types.ts";
import * as D from "./constants.ts";
import type { Dwarf } from "./dwarf.ts";

const LINK = {
  name: ".gnu_debugaltlink",
  bytes: text("../.dwz/common.debug\0\x01\x02\x03"),
  flags: 0,
};
const SUP = { name: ".debug_sup", bytes: text("\x05\0\0common.sup\0"), flags: 0 };

/** A struct, and a function whose type or name dwz has moved. */
const moved = (name: number, form: number): DwarfSpec => ({
  units: [{ entries: [...pair, { tag: D.DW_TAG_typedef, attributes: [[name, form, 0x10]] }] }],
});
const opened = async (spec: DwarfSpec, ...more: (typeof LINK)[]): Promise<Dwarf> =>
  openedDwarf(dwarfFile(spec, { sections: [...dwarfSections(spec), ...more] }));

test.each([
  [LINK, "../.dwz/common.debug"],
  [SUP, "common.sup"],
])(
  "what the file itself does not have may be in the supplementary one: $0.name",
  async (section, supplement) => {
    const file = await opened({ units: [{ entries: pair }] }, section);
    expect((await file.defining("struct", "pair")).found).toBe(true);
    expect(await file.defining("struct", "other")).toEqual({ found: false, supplement });
  },
);

test.each([
  [D.DW_AT_name, D.DW_FORM_GNU_strp_alt],
  [D.DW_AT_type, D.DW_FORM_GNU_ref_alt],
])("attribute %i that leads there is no damage", async (name, form) => {
  const file = await opened(moved(name, form), LINK);
  expect((await file.defining("struct", "pair")).found).toBe(true);
  expect(await file.defining("typedef", "other")).toEqual({
    found: false,
    supplement: "../.dwz/common.debug",
  });
});

test("a link to nowhere is none, and one that is too long is damage", async () => {
  const pairs: DwarfSpec = { units: [{ entries: pair }] };
  const nowhere = await opened(pairs, { ...LINK, bytes: text("\0") });
  expect(await nowhere.defining("struct", "other")).toEqual({ found: false });
  const long = await opened(pairs, { ...LINK, bytes: new Uint8Array(1 << 17).fill(0x61) });
  await expect(long.defining("struct", "other")).rejects.toThrow("at most 65536");
});

test("a module says which file its struct module is in", async () => {
  const spec: DwarfSpec = { units: [{ entries: [dwarfStruct("other", 4, [])] }] };
  const bytes = elf({ type: 1, sections: [...dwarfSections(spec), LINK], symtab: false });
  expect(await readModuleStruct(bytesSource("x.ko", bytes))).toMatchObject({
    known: false,
    why: { en: expect.stringContaining("needs the supplementary file ../.dwz/common.debug") },
  });
});
