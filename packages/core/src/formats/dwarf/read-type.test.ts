import { describe, expect, test } from "vitest";
import {
  type AttributeSpec,
  dwarfByte,
  dwarfFile,
  dwarfInt,
  dwarfMember,
  dwarfName,
  dwarfStruct,
  dwarfType,
  type EntrySpec,
} from "../../../test/build/dwarf-writer.ts";
import { given } from "../../../test/build/given.ts";
import { spelling } from "../../c-types/spelling.ts";
import { FormatError } from "../../io/format-error.ts";
import * as D from "./constants.ts";

import { definingTypes, firstNamed, pair, typeIn } from "../../../test/build/dwarf-types.ts";
/** A typedef `t` of what the entries call `x`, spelled out. */
async function spelled(entries: readonly EntrySpec[]): Promise<string> {
  const typedef = { tag: D.DW_TAG_typedef, attributes: [dwarfName("t"), dwarfType("x")] };
  const types = await definingTypes(
    dwarfFile({ units: [{ entries: [...entries, typedef] }] }),
    "typedef",
    "t",
  );
  const type = firstNamed(types, "typedef", "t");
  return type.kind === "typedef" ? spelling(types, type.to, "v") : type.kind;
}

const to = (tag: number, of?: string, label = "x"): EntrySpec => ({
  tag,
  label,
  attributes: of === undefined ? [] : [dwarfType(of)],
});

const range = (...attributes: AttributeSpec[]): EntrySpec => ({ tag: D.DW_TAG_subrange_type, attributes });

const array = (...children: EntrySpec[]): EntrySpec => ({ ...to(D.DW_TAG_array_type, "int"), children });

const exprAt = (...bytes: number[]): EntrySpec => ({
  tag: D.DW_TAG_member,
  attributes: [[D.DW_AT_data_member_location, D.DW_FORM_exprloc, Uint8Array.from(bytes)] as const],
});

describe("types", () => {
  test.each([
    ["const int v", [to(D.DW_TAG_const_type, "int")]],
    ["volatile int v", [to(D.DW_TAG_volatile_type, "int")]],
    ["_Atomic int v", [to(D.DW_TAG_atomic_type, "int")]],
    ["int *v", [to(D.DW_TAG_pointer_type, "int")]],
    ["void *v", [to(D.DW_TAG_pointer_type)]],
    ["int *restrict v", [to(D.DW_TAG_pointer_type, "int", "p"), to(D.DW_TAG_restrict_type, "p")]],
    ["int v[3]", [array(range(dwarfByte(D.DW_AT_upper_bound, 2)))]],
    ["int v[3]", [array(range(dwarfByte(D.DW_AT_count, 3)))]],
    ["int v[0]", [array(range())]],
    ["int v[0]", [array(range([D.DW_AT_upper_bound, D.DW_FORM_sdata, -1]))]],
    ["int v[0]", [array(range([D.DW_AT_upper_bound, D.DW_FORM_data8, 0xffff_ffff_ffff_ffffn]))]],
    ["int v[0]", [array(range([D.DW_AT_upper_bound, D.DW_FORM_exprloc, Uint8Array.of(0x30)]))]],
    ["int v[2][3][4]", [array(...[2, 3, 4].map((count) => range(dwarfByte(D.DW_AT_count, count))))]],
    ["int v[0][5]", [array(range(), range(dwarfByte(D.DW_AT_upper_bound, 4)))]],
  ] as const)("%s", async (expected, entries) => {
    expect(await spelled([dwarfInt(), ...entries])).toBe(expected);
  });

  test("a pointer to a function with a variable number of arguments", async () => {
    const children = [
      { tag: D.DW_TAG_formal_parameter, attributes: [dwarfType("int")] },
      { tag: D.DW_TAG_unspecified_parameters },
    ];
    const entries = [
      dwarfInt(),
      { ...to(D.DW_TAG_subroutine_type, "int", "f"), children },
      to(D.DW_TAG_pointer_type, "f"),
    ];
    expect(await spelled(entries)).toBe("int (*v)(int, ...)");
  });

  test("a function: what is inside of it is no parameter, and a type in it is found", async () => {
    const block = { tag: 0x0b, children: [{ tag: D.DW_TAG_formal_parameter }, dwarfStruct("local", 2, [])] };
    const parameter = { tag: D.DW_TAG_formal_parameter, attributes: [dwarfName("a"), dwarfType("int")] };
    const entries = [
      dwarfInt(),
      { tag: D.DW_TAG_subprogram, attributes: [dwarfName("run")], children: [parameter, block] },
    ];
    expect(await typeIn(entries, "function", "run")).toMatchObject({
      kind: "function",
      returns: 0,
      parameters: [{ name: "a" }],
      variadic: false,
    });
    expect(await typeIn(entries, "struct", "local")).toMatchObject({ size: 2 });
  });

  test("a function that was declared in a block", async () => {
    const declaration = {
      tag: D.DW_TAG_subprogram,
      label: "declared",
      attributes: [
        dwarfName("later"),
        dwarfType("int"),
        [D.DW_AT_declaration, D.DW_FORM_flag_present] as const,
      ],
    };
    const definition = {
      tag: D.DW_TAG_subprogram,
      attributes: [[D.DW_AT_specification, D.DW_FORM_ref4, { to: "declared" }] as const],
    };
    const types = await definingTypes(
      dwarfFile({ units: [{ entries: [dwarfInt(), declaration, definition] }] }),
      "function",
      "later",
    );
    const type = firstNamed(types, "function", "later");
    expect(type.kind === "function" && spelling(types, type.returns)).toBe("int");
    expect(types.named("function", "later").length).toBe(1);
  });

  test.each([
    [D.DW_ATE_boolean, "bool"],
    [D.DW_ATE_signed_char, "signed"],
    [8, "unsigned"],
  ])("an integer of encoding %i", async (encoding, expected) => {
    const entries = [
      dwarfInt("i", 1, encoding),
      { tag: D.DW_TAG_typedef, attributes: [dwarfName("t"), dwarfType("i")] },
    ];
    const types = await definingTypes(dwarfFile({ units: [{ entries }] }), "typedef", "t");
    const typedef = firstNamed(types, "typedef", "t");
    expect(typedef.kind === "typedef" && types.type(typedef.to)).toEqual({
      kind: "int",
      name: "i",
      size: 1,
      encoding: expected,
    });
  });

  test("what is only declared", async () => {
    const entries = [
      {
        tag: D.DW_TAG_union_type,
        label: "x",
        attributes: [dwarfName("u"), [D.DW_AT_declaration, D.DW_FORM_flag_present] as const],
      },
    ];
    expect(await spelled(entries)).toBe("union u v");
  });

  test("a struct whose alignment is given, without a static member", async () => {
    const fixed = {
      tag: D.DW_TAG_member,
      attributes: [dwarfName("none"), [D.DW_AT_declaration, D.DW_FORM_flag_present] as const],
    };
    const struct = dwarfStruct("s", 64, [dwarfMember("a", "int", 0), fixed]);
    const aligned = {
      ...struct,
      attributes: [...(struct.attributes ?? []), dwarfByte(D.DW_AT_alignment, 64)],
    };
    const type = await typeIn([dwarfInt(), aligned], "struct", "s");
    expect(type).toMatchObject({ alignment: 64, members: [{ name: "a" }] });
  });

  test("an offset as DWARF 2 writes it", async () => {
    const good = await typeIn([dwarfStruct("s", 200, [exprAt(0x23, 0x88, 0x01)])], "struct", "s");
    expect(good).toMatchObject({ members: [{ name: "", bitOffset: 8 * 136 }] });
    await expect(typeIn([dwarfStruct("s", 200, [exprAt(0x06)])], "struct", "s")).rejects.toThrow(FormatError);
  });

  test("a variable array in a struct has no size that is known", async () => {
    const struct = {
      tag: D.DW_TAG_structure_type,
      attributes: [dwarfName("s"), [D.DW_AT_byte_size, D.DW_FORM_exprloc, Uint8Array.of(0x30)] as const],
    };
    await expect(typeIn([struct], "struct", "s")).rejects.toThrow("size is not given");
  });

  test("an id that is none is damage", async () => {
    const types = await definingTypes(dwarfFile({ units: [{ entries: pair }] }), "struct", "pair");
    for (const id of [1, 11, 4000, 2 ** 44 + given(types.named("struct", "pair")[0])]) {
      expect(() => types.type(id)).toThrow(FormatError);
    }
    expect(() => types.fail("a circle")).toThrow("a circle");
    expect(types.type(0)).toEqual({ kind: "void" });
  });
});

const field = (...attributes: AttributeSpec[]): EntrySpec => ({
  tag: D.DW_TAG_member,
  attributes: [dwarfType("int"), dwarfByte(D.DW_AT_bit_size, 3), ...attributes],
});

describe("bit-fields", () => {
  const fields = [
    field(dwarfByte(D.DW_AT_data_bit_offset, 37)),
    // The third word, from its highest bit: 32 - 24 - 3 on a little-endian machine.
    field(
      dwarfByte(D.DW_AT_data_member_location, 8),
      dwarfByte(D.DW_AT_byte_size, 4),
      dwarfByte(D.DW_AT_bit_offset, 24),
    ),
    field(dwarfByte(D.DW_AT_data_member_location, 8), dwarfByte(D.DW_AT_bit_offset, 24)),
  ];
  test.each([
    [true, [37, 69, 69]],
    [false, [37, 88, 88]],
  ])("little-endian %s", async (littleEndian, expected) => {
    const entries = [dwarfInt(), dwarfStruct("s", 12, fields)];
    const types = await definingTypes(dwarfFile({ littleEndian, units: [{ entries }] }), "struct", "s");
    const type = firstNamed(types, "struct", "s");
    expect(
      type.kind === "struct" && type.members.map(({ bitOffset, bitSize }) => [bitOffset, bitSize]),
    ).toEqual(expected.map((at) => [at, 3]));
  });
});

const constant = (form: number, value: number | bigint): EntrySpec => ({
  tag: D.DW_TAG_enumerator,
  attributes: [dwarfName("E"), [D.DW_AT_const_value, form, value]],
});

describe("enums", () => {
  const children = [
    constant(D.DW_FORM_data1, 200),
    constant(D.DW_FORM_data4, 0xffff_ffff),
    constant(D.DW_FORM_sdata, -2),
    constant(D.DW_FORM_implicit_const, -300),
    constant(D.DW_FORM_udata, 70_000),
  ];
  test.each([
    ["signed", D.DW_ATE_signed, [200n, -1n, -2n, -300n, 70_000n]],
    ["unsigned", 7, [200n, 0xffff_ffffn, 0xffff_fffen, 0xffff_fed4n, 70_000n]],
    ["of a type that is not told", undefined, [200n, 0xffff_ffffn, -2n, -300n, 70_000n]],
  ])("%s", async (_, encoding, expected) => {
    const type = encoding === undefined ? [] : [dwarfType("base")];
    const entry = {
      tag: D.DW_TAG_enumeration_type,
      attributes: [dwarfName("e"), dwarfByte(D.DW_AT_byte_size, 4), ...type],
      children,
    };
    const read = await typeIn([dwarfInt("base", 4, encoding), entry], "enum", "e");
    expect(read.kind === "enum" && read.values.map(({ value }) => value)).toEqual(expected);
    expect(read).toMatchObject({ size: 4 });
  });
});
