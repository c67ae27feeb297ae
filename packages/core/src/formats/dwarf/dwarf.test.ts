import type { CTypes } from "../../model/c-type.ts";
import { describe, expect, test } from "vitest";
import {
  type AttributeSpec,
  dwarfByte,
  dwarfFile,
  dwarfInt,
  dwarfName,
  dwarfSections,
  type DwarfSpec,
  dwarfStruct,
  dwarfType,
  type EntrySpec,
} from "../../../test/build/dwarf-writer.ts";
import { elf } from "../../../test/build/elf-writer.ts";
import { given } from "../../../test/build/given.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { spelling } from "../../c-types/spelling.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { openElf } from "../elf/elf.ts";
import * as D from "./constants.ts";
import { openDwarf } from "./dwarf.ts";

import { definingTypes, firstNamed, openedDwarf, pair, typeIn } from "../../../test/build/dwarf-types.ts";

const namesOf = (types: CTypes): string[] => Array.from(types.definitions("struct"), ([name]) => name);
describe("headers", () => {
  const variants: readonly (Omit<DwarfSpec, "units"> & { readonly version: number })[] = [
    { version: 5 },
    { version: 4 },
    { version: 3 },
    { version: 2 },
    { version: 5, offsetSize: 8 },
    { version: 4, offsetSize: 8 },
    { version: 5, littleEndian: false },
    { version: 4, littleEndian: false, offsetSize: 8 },
    { version: 5, addressSize: 4 },
    { version: 4, addressSize: 4, littleEndian: false },
  ];
  test.each(variants)("of %o", async ({ version, ...how }) => {
    const types = await definingTypes(
      dwarfFile({ ...how, units: [{ version, entries: pair }] }),
      "struct",
      "pair",
    );
    expect(types).toMatchObject({
      source: "vmlinux",
      littleEndian: how.littleEndian ?? true,
      pointerSize: how.addressSize ?? 8,
    });
    const struct = firstNamed(types, "struct", "pair");
    expect(struct).toMatchObject({ kind: "struct", name: "pair", size: 8 });
    expect(
      struct.kind === "struct" && struct.members.map(({ name, bitOffset }) => [name, bitOffset]),
    ).toEqual([
      ["a", 0],
      ["b", 32],
    ]);
  });

  test.each([1, 6])("of DWARF %i, which nobody knows: what is not elsewhere is unknown", async (version) => {
    const other = { version, entries: [dwarfStruct("other", 1, [])] };
    const file = await openedDwarf(dwarfFile({ units: [other, { entries: pair }] }));
    expect((await file.defining("struct", "pair")).found).toBe(true);
    await expect(file.defining("struct", "other")).rejects.toThrow(`DWARF ${version}`);
    await expect(file.all()).rejects.toThrow(`DWARF ${version}`);
  });
});

describe("names", () => {
  test.each([
    D.DW_FORM_string,
    D.DW_FORM_strp,
    D.DW_FORM_line_strp,
    D.DW_FORM_strx,
    D.DW_FORM_strx1,
    D.DW_FORM_strx2,
    D.DW_FORM_strx3,
    D.DW_FORM_strx4,
  ])("of form %i, in the third of three units", async (form) => {
    for (const how of [{}, { littleEndian: false }, { offsetSize: 8 as const }]) {
      const base: AttributeSpec = [
        D.DW_AT_str_offsets_base,
        D.DW_FORM_sec_offset,
        how.offsetSize === 8 ? 16 : 8,
      ];
      const unit = (name: string): DwarfSpec["units"][number] => ({
        attributes: [base],
        entries: [
          dwarfInt(),
          {
            tag: D.DW_TAG_structure_type,
            attributes: [dwarfName(name, form), dwarfByte(D.DW_AT_byte_size, 1)],
          },
        ],
      });
      const file = dwarfFile({ ...how, units: [unit("one"), unit("other"), unit("wanted")] });
      expect(namesOf(await definingTypes(file, "struct", "wanted"))).toEqual(["wanted"]);
      expect((await (await openedDwarf(file)).defining("struct", "anted")).found).toBe(false);
      expect((await (await openedDwarf(file)).defining("union", "wanted")).found).toBe(false);
    }
  });

  test("behind values of any size", async () => {
    const struct = {
      tag: D.DW_TAG_structure_type,
      attributes: [
        [D.DW_AT_byte_size, D.DW_FORM_udata, 300],
        [D.DW_AT_decl_file, D.DW_FORM_implicit_const, 1],
        dwarfName("late"),
      ] as const,
    };
    expect(await typeIn([struct], "struct", "late")).toMatchObject({ size: 300 });
  });

  test("that a linker let be the end of a longer one", async () => {
    const sections = dwarfSections({ units: [{ entries: [dwarfStruct("this_module", 4, [])] }] });
    const shifted = sections.map((section) => {
      if (section.name !== ".debug_info" || typeof section.bytes === "string") return section;
      // The entry of the struct is behind the unit's: code 2, then the offset of its name, which is 1.
      const bytes = Uint8Array.from(section.bytes);
      bytes[bytes.indexOf(2, 13) + 1] = 1 + "this_".length;
      return { ...section, bytes };
    });
    const file = elf({ type: 2, sections: shifted });
    expect(firstNamed(await definingTypes(file, "struct", "module"), "struct", "module")).toMatchObject({
      size: 4,
    });
  });

  test("of all units, each once, definitions only", async () => {
    const declared = {
      tag: D.DW_TAG_structure_type,
      attributes: [dwarfName("later"), [D.DW_AT_declaration, D.DW_FORM_flag_present] as const],
    };
    const file = await openedDwarf(
      dwarfFile({ units: [{ entries: [declared, ...pair] }, { entries: pair }] }),
    );
    const answer = await file.all();
    const types = answer.found ? answer.types : undefined;
    expect(namesOf(given(types))).toEqual(["pair", "pair"]);
    expect(types?.named("struct", "pair").length).toBe(2);
    expect(types?.named("struct", "later")).toEqual([]);
    expect((await file.defining("struct", "later")).found).toBe(false);
  });
});

const holder = (form: number, to: AttributeSpec[2]): EntrySpec =>
  dwarfStruct("holder", 8, [
    { tag: D.DW_TAG_member, attributes: [dwarfName("p"), [D.DW_AT_type, form, to ?? 0]] },
  ]);

const spelledMember = async (bytes: Uint8Array): Promise<string> => {
  const types = await definingTypes(bytes, "struct", "holder");
  const struct = firstNamed(types, "struct", "holder");
  const member = struct.kind === "struct" ? struct.members[0] : undefined;
  const inner = types.type(given(member).type);
  return `${spelling(types, given(member).type)} ${"size" in inner ? inner.size : "?"}`;
};

describe("other units", () => {
  test.each([2, 4, 5])("of DWARF %i, referred to by their offset", async (version) => {
    const units = [
      { version, entries: [holder(D.DW_FORM_ref_addr, { to: "pair" })] },
      { version, entries: pair },
    ];
    // In DWARF 2 such an offset has the size of an address.
    const sizes = version === 2 ? { addressSize: 4 as const } : {};
    expect(await spelledMember(dwarfFile({ units, ...sizes }))).toBe("struct pair 8");
  });

  test.each([4, 5])("type units of DWARF %i, referred to by their signature", async (version) => {
    const id = 0x1234_5678_9abc_def0n;
    const units = [
      { version, entries: [holder(D.DW_FORM_ref_sig8, id)] },
      { version, unitType: D.DW_UT_type, signature: { id, type: "pair" }, entries: pair },
    ];
    const file = dwarfFile({ units });
    expect(await spelledMember(file)).toBe("struct pair 8");
    expect((await (await openedDwarf(file)).defining("struct", "pair")).found).toBe(true);
    const without = dwarfFile({ units: units.slice(0, 1) });
    await expect(spelledMember(without)).rejects.toThrow("signature");
  });

  test("types that are declared by their signature alone", async () => {
    const id = 77n;
    const declared: EntrySpec = {
      tag: D.DW_TAG_structure_type,
      label: "declared",
      attributes: [[D.DW_AT_signature, D.DW_FORM_ref_sig8, id]],
    };
    const units = [
      { entries: [declared, holder(D.DW_FORM_ref4, { to: "declared" })] },
      { unitType: D.DW_UT_type, signature: { id, type: "pair" }, entries: pair },
    ];
    expect(await spelledMember(dwarfFile({ units }))).toBe("struct pair 8");
    expect(await spelledMember(dwarfFile({ units: [...units, { entries: pair }] }))).toBe("struct pair 8");
  });

  test.each([
    [4, D.DW_AT_GNU_dwo_name],
    [5, D.DW_AT_dwo_name],
  ])("that DWARF %i has in a .dwo file are not guessed", async (version, name) => {
    const split = { version, attributes: [[name, D.DW_FORM_strp, "main.dwo"] as const], entries: [] };
    const file = await openedDwarf(dwarfFile({ units: [split, { entries: pair }] }));
    expect((await file.defining("struct", "pair")).found).toBe(true);
    expect(await file.defining("struct", "other")).toEqual({ found: false, splitInto: "main.dwo" });
    expect(await file.all()).toEqual({ found: false, splitInto: "main.dwo" });
  });
});

async function readAll(bytes: Uint8Array): Promise<void> {
  const file = openDwarf(await openElf(bytesSource("vmlinux", bytes)));
  const answer = await file?.all();
  if (answer?.found !== true) return;
  const { types } = answer;
  for (const kind of ["struct", "union", "enum", "typedef", "function"] as const) {
    for (const [name, id] of types.definitions(kind)) {
      spelling(types, id);
      types.named(kind, name);
    }
  }
  await file?.defining("struct", "pair");
  await file?.defining("typedef", "t");
}

const typedef = (label: string, of: string): EntrySpec => ({
  tag: D.DW_TAG_typedef,
  label,
  attributes: [dwarfName(label), dwarfType(of)],
});

const spec = (tag: number, label: string, name: number, of: string): EntrySpec => ({
  tag,
  label,
  attributes: [dwarfName(label), [name, D.DW_FORM_ref4, { to: of }], dwarfByte(D.DW_AT_byte_size, 4)],
});

describe("damage", () => {
  const everything: DwarfSpec = {
    units: [
      {
        attributes: [[D.DW_AT_str_offsets_base, D.DW_FORM_sec_offset, 8]],
        entries: [
          ...pair,
          {
            tag: D.DW_TAG_typedef,
            label: "t",
            attributes: [dwarfName("t", D.DW_FORM_strx1), dwarfType("pair")],
          },
          {
            tag: D.DW_TAG_array_type,
            attributes: [dwarfType("t")],
            children: [{ tag: D.DW_TAG_subrange_type, attributes: [dwarfByte(D.DW_AT_count, 3)] }],
          },
          {
            tag: D.DW_TAG_enumeration_type,
            attributes: [dwarfName("e"), dwarfType("int")],
            children: [
              {
                tag: D.DW_TAG_enumerator,
                attributes: [dwarfName("E"), [D.DW_AT_const_value, D.DW_FORM_sdata, -1]],
              },
            ],
          },
          {
            tag: D.DW_TAG_subprogram,
            label: "f",
            attributes: [dwarfName("f"), dwarfType("t")],
            children: [{ tag: D.DW_TAG_formal_parameter, attributes: [dwarfName("a"), dwarfType("t")] }],
          },
        ],
      },
      {
        unitType: D.DW_UT_type,
        signature: { id: 5n, type: "z" },
        entries: [{ ...dwarfStruct("z", 8, []), label: "z" }],
      },
    ],
  };

  test("is a FormatError or a value", async () => {
    const good = dwarfFile(everything);
    await readAll(good);
    await survivesDamage(good, readAll, 1500);
  });

  test("of relocations, too", async () => {
    const sections = dwarfSections(everything);
    const relocations = [{ in: ".debug_info", offset: 8, symbol: "abbreviations", type: 10, addend: 0 }];
    const symbols = [{ name: "abbreviations", section: ".debug_abbrev" }];
    await survivesDamage(elf({ type: 1, sections, relocations, symbols }), readAll, 700);
  });

  test("circles end", async () => {
    const entries = [
      typedef("a", "b"),
      typedef("b", "a"),
      spec(D.DW_TAG_enumeration_type, "e", D.DW_AT_type, "a"),
      spec(D.DW_TAG_subprogram, "f", D.DW_AT_specification, "g"),
      spec(D.DW_TAG_subprogram, "g", D.DW_AT_specification, "f"),
      spec(D.DW_TAG_structure_type, "s", D.DW_AT_signature, "s"),
    ];
    expect(await typeIn(entries, "enum", "e")).toMatchObject({ kind: "enum", size: 4, values: [] });
    expect(await typeIn(entries, "function", "f")).toMatchObject({ kind: "function", returns: 0 });
    expect(await typeIn(entries, "struct", "s")).toMatchObject({ kind: "struct", size: 4 });
  });

  test("no debug information is none", async () => {
    expect(
      openDwarf(await openElf(bytesSource("t.ko", elf({ sections: [{ name: ".text", bytes: "" }] })))),
    ).toBe(undefined);
  });
});
