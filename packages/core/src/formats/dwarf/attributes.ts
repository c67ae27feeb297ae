import type { Cursor } from "../../io/cursor.ts";
import type { TypeId } from "../../model/c-type.ts";
import { stringAt } from "../elf/strings.ts";
import { sizeAt } from "../elf/word.ts";
import type { Attribute } from "./abbreviations.ts";
import * as F from "./constants.ts";
import { blockLength, indirectForm, skipForm } from "./forms.ts";
import { sleb64, uleb, uleb64 } from "./leb128.ts";
import { SupplementError } from "./supplement.ts";
import type { Entry, Unit } from "./unit.ts";

const latin1 = new TextDecoder("latin1");

/** An attribute whose value starts at the cursor; `undefined` when the entry has none of that name. */
function found({ unit, abbreviation, valuesAt }: Entry, name: number): Attribute | undefined {
  const { cursor: c, header } = unit;
  const { attributes } = abbreviation;
  const index = attributes.findIndex((attribute) => attribute.name === name);
  const attribute = attributes[index];
  if (!attribute) return undefined;
  c.offset = valuesAt;
  for (let i = 0; i < index; i += 1) skipForm(c, attributes[i]?.form ?? 0, header);
  return attribute.form === F.DW_FORM_indirect ? { name, form: indirectForm(c) } : attribute;
}

/** Whether a flag is there and set. */
export function flagOf(entry: Entry, name: number): boolean {
  const attribute = found(entry, name);
  if (!attribute) return false;
  return attribute.form === F.DW_FORM_flag_present || constantIn(entry.unit.cursor, attribute) !== 0n;
}

/** A constant of up to 64 bits; `undefined` when there is none of that name, or it is to be computed at run time. */
export function constantOf(entry: Entry, name: number): bigint | undefined {
  const attribute = found(entry, name);
  return attribute && constantIn(entry.unit.cursor, attribute);
}

/** As {@link constantOf}, for what is never above 2^53. */
export function numberOf(entry: Entry, name: number): number | undefined {
  const value = constantOf(entry, name);
  return value === undefined ? undefined : Number(value);
}

function constantIn(c: Cursor, { form, constant }: Attribute): bigint | undefined {
  switch (form) {
    case F.DW_FORM_implicit_const:
      return constant;
    case F.DW_FORM_flag:
    case F.DW_FORM_data1:
      return BigInt(c.u8());
    case F.DW_FORM_data2:
      return BigInt(c.u16());
    case F.DW_FORM_data4:
      return BigInt(c.u32());
    case F.DW_FORM_data8:
      return c.u64();
    case F.DW_FORM_sec_offset: {
      const offset = c.size();
      return BigInt(Number.isFinite(offset) ? offset : c.fail("an offset above 2^53"));
    }
    case F.DW_FORM_sdata:
      return sleb64(c);
    case F.DW_FORM_udata:
      return uleb64(c);
    default:
      return undefined;
  }
}

/** Bytes from the start of a record; 0 when nothing is said, as in a union. @throws {FormatError} if it is to be computed. */
export function locationOf(entry: Entry, name: number): number {
  const attribute = found(entry, name);
  if (!attribute) return 0;
  const { cursor: c } = entry.unit;
  const value = constantIn(c, attribute);
  if (value !== undefined) return Number(value);
  const end = blockLength(c, attribute.form) + c.offset;
  // What DWARF 2 wrote: the address of the record is on the stack, and this is added.
  const operation = c.u8();
  const offset = operation === F.DW_OP_plus_uconst ? uleb(c) : undefined;
  if (offset !== undefined && c.offset === end) return offset;
  return c.fail("an offset that is computed by an expression", entry.at);
}

/**
 * What an attribute refers to; `undefined` when there is none of that name.
 *
 * @throws {FormatError} if that is in another file, or has a signature that nothing in this one has.
 */
export function referenceOf(entry: Entry, name: number): TypeId | undefined {
  const attribute = found(entry, name);
  if (!attribute) return undefined;
  const id = referenceIn(entry, attribute.form);
  return id ?? entry.unit.cursor.fail("a type whose signature this file does not have", entry.at);
}

/** As {@link referenceOf}, and `undefined` also when the file has no type of that signature. */
export function knownReferenceOf(entry: Entry, name: number): TypeId | undefined {
  const attribute = found(entry, name);
  return attribute && referenceIn(entry, attribute.form);
}

function referenceIn({ unit, at }: Entry, form: number): TypeId | undefined {
  const { cursor: c, id, header, section, signatures } = unit;
  switch (form) {
    case F.DW_FORM_ref1:
      return id + c.u8();
    case F.DW_FORM_ref2:
      return id + c.u16();
    case F.DW_FORM_ref4:
      return id + c.u32();
    case F.DW_FORM_ref8:
      return id + safe(c, c.u64());
    case F.DW_FORM_ref_udata:
      return id + uleb(c);
    case F.DW_FORM_ref_addr: {
      const narrow = (header.version === 2 ? header.addressSize : header.offsetSize) === 4;
      return id - header.offset + (narrow ? c.u32() : safe(c, c.u64()));
    }
    case F.DW_FORM_ref_sig8:
      return signatures.get(c.u64());
    case F.DW_FORM_ref_sup4:
    case F.DW_FORM_ref_sup8:
    case F.DW_FORM_GNU_ref_alt: {
      const what = "a type in a supplementary file (dwz), which is not read";
      throw new SupplementError(section.name, header.offset + at, what);
    }
    default:
      return c.fail(`a reference of form 0x${form.toString(16)}`, at);
  }
}

const safe = (c: Cursor, value: bigint): number =>
  value > 0x1f_ffff_ffff_ffffn ? c.fail("an offset above 2^53") : Number(value);

/** A text; `undefined` when there is none of that name. @throws {FormatError} if it is in another file. */
export function textOf(entry: Entry, name: number): string | undefined {
  const attribute = found(entry, name);
  return attribute && textIn(entry, attribute.form);
}

function textIn({ unit, at }: Entry, form: number): string {
  const { cursor: c, strings } = unit;
  const index = indexIn(c, form);
  if (index !== undefined) return stringAt(strings.str, offsetOf(unit, index, at));
  switch (form) {
    case F.DW_FORM_string: {
      const end = c.bytes.indexOf(0, c.offset);
      return latin1.decode(c.bytes.subarray(c.offset, end < 0 ? c.bytes.length : end));
    }
    case F.DW_FORM_strp:
      return stringAt(strings.str, c.size());
    case F.DW_FORM_line_strp:
      return stringAt(strings.lineStr, c.size());
    case F.DW_FORM_strp_sup:
    case F.DW_FORM_GNU_strp_alt: {
      const what = "a name in a supplementary file (dwz), which is not read";
      throw new SupplementError(unit.section.name, unit.header.offset + at, what);
    }
    default:
      return c.fail(`a text of form 0x${form.toString(16)}`, at);
  }
}

/** Of an entry in `.debug_str_offsets`; `undefined` for other forms. */
function indexIn(c: Cursor, form: number): number | undefined {
  switch (form) {
    case F.DW_FORM_strx:
      return uleb(c);
    case F.DW_FORM_strx1:
      return c.u8();
    case F.DW_FORM_strx2:
      return c.u16();
    case F.DW_FORM_strx3: {
      const [low = 0, middle = 0, high = 0] = c.encoding.littleEndian ? c.take(3) : c.take(3).toReversed();
      return low + middle * 0x100 + high * 0x1_0000;
    }
    case F.DW_FORM_strx4:
      return c.u32();
    default:
      return undefined;
  }
}

function offsetOf({ cursor: c, header, strings }: Unit, index: number, at: number): number {
  const { offsets } = strings;
  const { offsetSize } = header;
  if (!offsets || (index + 1) * offsetSize > offsets.byteLength) {
    return c.fail(`name ${index} wanted, .debug_str_offsets has no such one for this unit`, at);
  }
  return sizeAt(offsets, index * offsetSize, c.encoding);
}
