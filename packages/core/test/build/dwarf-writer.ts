import type { Encoding } from "../../src/io/cursor.ts";
import * as D from "../../src/formats/dwarf/constants.ts";
import { ByteWriter, text } from "./byte-writer.ts";
import { elf, type ElfSpec, type SectionSpec } from "./elf-writer.ts";

/** One entry (DIE). It gets an abbreviation of its own. */
export interface EntrySpec {
  readonly tag: number;
  /** What a {@link Reference} calls it. */
  readonly label?: string;
  readonly attributes?: readonly AttributeSpec[];
  readonly children?: readonly EntrySpec[];
}

/** Name, form and value. A string is written as its form wants it; a reference leads to the entry of that label. */
export type AttributeSpec = readonly [name: number, form: number, value?: Value];
type Value = number | bigint | string | Uint8Array | Reference;
export interface Reference {
  readonly to: string;
}

export interface UnitSpec {
  /** 5 */
  readonly version?: number;
  /** `DW_UT_*`; DW_UT_compile. A type unit of DWARF 4 goes into `.debug_types`. */
  readonly unitType?: number;
  /** Of a type unit, and the label of its type. */
  readonly signature?: { readonly id: bigint; readonly type: string };
  /** More attributes of the unit's own entry. */
  readonly attributes?: readonly AttributeSpec[];
  readonly entries: readonly EntrySpec[];
}

export interface DwarfSpec {
  readonly units: readonly UnitSpec[];
  readonly littleEndian?: boolean;
  /** 4 for DWARF32 (when left out), 8 for DWARF64. */
  readonly offsetSize?: 4 | 8;
  /** 8 */
  readonly addressSize?: 4 | 8;
}

/** A value that is known when all is written. */
interface Patch {
  readonly at: number;
  readonly size: 4 | 8;
  readonly label: string;
  readonly from: number;
}

class DwarfWriter {
  readonly strings: ByteWriter;
  readonly lineStrings: ByteWriter;
  readonly abbreviations: ByteWriter;
  readonly stringOffsets: number[] = [];
  readonly encoding: Encoding;
  readonly #addressSize: 4 | 8;
  readonly #patches: (Patch & { readonly out: ByteWriter })[] = [];
  readonly #labels = new Map<string, number>();
  #code = 0;

  constructor({ littleEndian = true, offsetSize = 4, addressSize = 8 }: DwarfSpec) {
    this.encoding = { littleEndian, wordSize: offsetSize };
    this.#addressSize = addressSize;
    this.strings = new ByteWriter(this.encoding).u8(0);
    this.lineStrings = new ByteWriter(this.encoding).u8(0);
    this.abbreviations = new ByteWriter(this.encoding);
  }

  /** Writes a unit behind others in `section`. */
  unit(section: ByteWriter, spec: UnitSpec): void {
    const { version = 5, unitType = D.DW_UT_compile, signature, entries, attributes = [] } = spec;
    const start = section.length;
    const table = this.abbreviations.length;
    this.#code = 0;
    const out = new ByteWriter(this.encoding);
    out.u16(version);
    if (version >= 5) out.u8(unitType).u8(this.#addressSize);
    out.word(table);
    if (version < 5) out.u8(this.#addressSize);
    const lengthSize = this.encoding.wordSize === 8 ? 12 : 4;
    const before = start + lengthSize;
    if (signature) {
      out.u64(signature.id);
      this.#patches.push({
        at: before + out.length,
        size: this.encoding.wordSize,
        label: signature.type,
        from: start,
        out: section,
      });
      out.word(0);
    }
    const root = { tag: 0x11, attributes, children: entries };
    this.#entry(out, root, before, start, section);
    this.abbreviations.u8(0);
    if (lengthSize === 12) section.u32(0xffff_ffff);
    section.word(out.length).bytes(out.done());
  }

  #entry(out: ByteWriter, spec: EntrySpec, before: number, start: number, section: ByteWriter): void {
    const { tag, label, attributes = [], children } = spec;
    if (label !== undefined) this.#labels.set(label, before + out.length);
    this.#code += 1;
    uleb(this.abbreviations, this.#code);
    uleb(this.abbreviations, tag);
    this.abbreviations.u8(children ? 1 : 0);
    uleb(out, this.#code);
    for (const [name, form, value = 1] of attributes) {
      uleb(this.abbreviations, name);
      uleb(this.abbreviations, form);
      if (form === D.DW_FORM_implicit_const) sleb(this.abbreviations, BigInt(numeric(value)));
      else if (typeof value === "object" && "to" in value) {
        const far = form === D.DW_FORM_ref_addr;
        const size = far ? this.encoding.wordSize : 4;
        this.#patches.push({
          at: before + out.length,
          size,
          label: value.to,
          from: far ? 0 : start,
          out: section,
        });
        out.bytes(new Uint8Array(size));
      } else this.#value(out, form, value);
    }
    this.abbreviations.u8(0).u8(0);
    if (!children) return;
    for (const child of children) this.#entry(out, child, before, start, section);
    out.u8(0);
  }

  #value(out: ByteWriter, form: number, value: Exclude<Value, Reference>): void {
    if (value instanceof Uint8Array) {
      uleb(out, value.length);
      out.bytes(value);
    } else if (typeof value === "string") this.#text(out, form, value);
    else if (form === D.DW_FORM_sdata) sleb(out, BigInt(value));
    else if (form === D.DW_FORM_udata) uleb(out, Number(value));
    else if (offsets.has(form)) out.word(value);
    else if (form !== D.DW_FORM_flag_present) fixed(out, form, value);
  }

  #text(out: ByteWriter, form: number, value: string): void {
    const [at, lineAt] = [this.strings.length, this.lineStrings.length];
    if (form === D.DW_FORM_string) out.bytes(text(`${value}\0`));
    else if (form === D.DW_FORM_line_strp) {
      this.lineStrings.bytes(text(`${value}\0`));
      out.word(lineAt);
    } else {
      this.strings.bytes(text(`${value}\0`));
      if (form === D.DW_FORM_strp) out.word(at);
      else this.#index(out, form, this.stringOffsets.push(at) - 1);
    }
  }

  #index(out: ByteWriter, form: number, index: number): void {
    const { littleEndian } = this.encoding;
    if (form === D.DW_FORM_strx) uleb(out, index);
    else if (form === D.DW_FORM_strx3)
      out.bytes(Uint8Array.from(littleEndian ? [index, 0, 0] : [0, 0, index]));
    else fixed(out, form, index);
  }

  /** A section that was written, with the references in it. */
  done(section: ByteWriter): Uint8Array {
    const bytes = section.done();
    for (const { at, size, label, from, out } of this.#patches) {
      const target = this.#labels.get(label);
      if (target === undefined) throw new TypeError(`a reference to ${label}, which is no entry`);
      if (out === section)
        bytes.set(new ByteWriter({ ...this.encoding, wordSize: size }).word(target - from).done(), at);
    }
    return bytes;
  }
}

const offsets: ReadonlySet<number> = new Set([
  D.DW_FORM_sec_offset,
  D.DW_FORM_GNU_ref_alt,
  D.DW_FORM_GNU_strp_alt,
]);

const sizes: Readonly<Record<number, 1 | 2 | 4 | 8>> = {
  [D.DW_FORM_data1]: 1,
  [D.DW_FORM_flag]: 1,
  [D.DW_FORM_strx1]: 1,
  [D.DW_FORM_data2]: 2,
  [D.DW_FORM_strx2]: 2,
  [D.DW_FORM_data4]: 4,
  [D.DW_FORM_strx4]: 4,
  [D.DW_FORM_data8]: 8,
  [D.DW_FORM_ref_sig8]: 8,
};

function fixed(out: ByteWriter, form: number, value: number | bigint): void {
  const size = sizes[form];
  if (size === undefined) throw new TypeError(`form 0x${form.toString(16)} is not written`);
  if (size === 1) out.u8(Number(value));
  else if (size === 2) out.u16(Number(value));
  else if (size === 4) out.u32(Number(value));
  else out.u64(BigInt(value));
}

function numeric(value: Value): number | bigint {
  if (typeof value === "number" || typeof value === "bigint") return value;
  throw new TypeError("a number wanted");
}

function uleb(out: ByteWriter, value: number): void {
  for (let rest = value; ; rest = Math.floor(rest / 0x80)) {
    if (rest < 0x80) {
      out.u8(rest);
      return;
    }
    out.u8((rest % 0x80) + 0x80);
  }
}

function sleb(out: ByteWriter, value: bigint): void {
  for (let rest = value; ; rest >>= 7n) {
    if (rest >= -64n && rest < 64n) {
      out.u8(Number(rest & 0x7fn));
      return;
    }
    out.u8(Number(rest & 0x7fn) + 0x80);
  }
}

/** The sections of debug information. */
export function dwarfSections(spec: DwarfSpec): SectionSpec[] {
  const writer = new DwarfWriter(spec);
  const info = new ByteWriter(writer.encoding);
  const types = new ByteWriter(writer.encoding);
  for (const unit of spec.units) {
    const inTypes = unit.unitType === D.DW_UT_type && unit.version === 4;
    writer.unit(inTypes ? types : info, unit);
  }
  const offsets = new ByteWriter(writer.encoding);
  if (writer.encoding.wordSize === 8) offsets.u32(0xffff_ffff);
  offsets
    .word(4 + writer.stringOffsets.length * writer.encoding.wordSize)
    .u16(5)
    .u16(0);
  for (const offset of writer.stringOffsets) offsets.word(offset);
  const sections = {
    ".debug_info": writer.done(info),
    ".debug_types": writer.done(types),
    ".debug_abbrev": writer.abbreviations.done(),
    ".debug_str": writer.strings.done(),
    ".debug_line_str": writer.lineStrings.done(),
    ".debug_str_offsets": offsets.done(),
  };
  return Object.entries(sections)
    .filter(([, bytes]) => bytes.length > 0)
    .map(([name, bytes]) => ({ name, bytes, flags: 0 }));
}

/** An ELF file with debug information; linked, so without relocations. */
export function dwarfFile(spec: DwarfSpec, more: ElfSpec = {}): Uint8Array {
  const littleEndian = spec.littleEndian ?? true;
  return elf({ type: 2, littleEndian, sections: dwarfSections(spec), symtab: false, ...more });
}

/** A DW_AT_name in one of the ways to write it. */
export const dwarfName = (value: string, form = D.DW_FORM_strp): AttributeSpec => [D.DW_AT_name, form, value];
/** A DW_AT_type that leads to an entry of the same unit. */
export const dwarfType = (to: string): AttributeSpec => [D.DW_AT_type, D.DW_FORM_ref4, { to }];
/** A small number in one byte. */
export const dwarfByte = (name: number, value: number): AttributeSpec => [name, D.DW_FORM_data1, value];

/** `int`, by the label of its name. */
export const dwarfInt = (name = "int", size = 4, encoding = D.DW_ATE_signed): EntrySpec => ({
  tag: D.DW_TAG_base_type,
  label: name,
  attributes: [dwarfName(name), dwarfByte(D.DW_AT_byte_size, size), dwarfByte(D.DW_AT_encoding, encoding)],
});

/** A member at a byte. */
export const dwarfMember = (name: string, type: string, at: number): EntrySpec => ({
  tag: D.DW_TAG_member,
  attributes: [dwarfName(name), dwarfType(type), dwarfByte(D.DW_AT_data_member_location, at)],
});

/** A struct, by the label of its name. */
export const dwarfStruct = (name: string, size: number, children: readonly EntrySpec[]): EntrySpec => ({
  tag: D.DW_TAG_structure_type,
  label: name,
  attributes: [dwarfName(name), dwarfByte(D.DW_AT_byte_size, size)],
  children,
});
