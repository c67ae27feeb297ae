import type { Cursor } from "../../io/cursor.ts";
import * as F from "./constants.ts";
import { uleb } from "./leb128.ts";
import type { UnitHeader } from "./unit-header.ts";

/** What the sizes of values depend on. */
export type FormSizes = Pick<UnitHeader, "version" | "addressSize" | "offsetSize">;

const fixed: ReadonlyMap<number, number> = new Map([
  [F.DW_FORM_data1, 1],
  [F.DW_FORM_flag, 1],
  [F.DW_FORM_ref1, 1],
  [F.DW_FORM_strx1, 1],
  [F.DW_FORM_addrx1, 1],
  [F.DW_FORM_data2, 2],
  [F.DW_FORM_ref2, 2],
  [F.DW_FORM_strx2, 2],
  [F.DW_FORM_addrx2, 2],
  [F.DW_FORM_strx3, 3],
  [F.DW_FORM_addrx3, 3],
  [F.DW_FORM_data4, 4],
  [F.DW_FORM_ref4, 4],
  [F.DW_FORM_strx4, 4],
  [F.DW_FORM_addrx4, 4],
  [F.DW_FORM_ref_sup4, 4],
  [F.DW_FORM_data8, 8],
  [F.DW_FORM_ref8, 8],
  [F.DW_FORM_ref_sig8, 8],
  [F.DW_FORM_ref_sup8, 8],
  [F.DW_FORM_data16, 16],
  [F.DW_FORM_flag_present, 0],
  [F.DW_FORM_implicit_const, 0],
]);

const offsets: ReadonlySet<number> = new Set([
  F.DW_FORM_strp,
  F.DW_FORM_line_strp,
  F.DW_FORM_strp_sup,
  F.DW_FORM_sec_offset,
  F.DW_FORM_GNU_ref_alt,
  F.DW_FORM_GNU_strp_alt,
]);

const numbers: ReadonlySet<number> = new Set([
  F.DW_FORM_sdata,
  F.DW_FORM_udata,
  F.DW_FORM_ref_udata,
  F.DW_FORM_strx,
  F.DW_FORM_addrx,
  F.DW_FORM_loclistx,
  F.DW_FORM_rnglistx,
  F.DW_FORM_GNU_addr_index,
  F.DW_FORM_GNU_str_index,
]);

/** The bytes that a value of this form takes; `undefined` where that is only seen at the value. */
export function fixedSize(form: number, { version, addressSize, offsetSize }: FormSizes): number | undefined {
  if (form === F.DW_FORM_addr) return addressSize;
  // "Same as an address" in DWARF 2, an offset since.
  if (form === F.DW_FORM_ref_addr) return version === 2 ? addressSize : offsetSize;
  return offsets.has(form) ? offsetSize : fixed.get(form);
}

/** Whether there is such a form, of a size that is known. */
export const isKnownForm = (form: number): boolean =>
  form === F.DW_FORM_addr ||
  form === F.DW_FORM_ref_addr ||
  fixed.has(form) ||
  offsets.has(form) ||
  numbers.has(form) ||
  variable.has(form);

/** Passes over a value. @throws {FormatError} if it does not end inside the unit, or nobody knows its form. */
export function skipForm(c: Cursor, form: number, sizes: FormSizes): void {
  const size = fixedSize(form, sizes);
  if (size !== undefined) advance(c, size);
  else if (numbers.has(form)) skipLeb(c);
  else if (form === F.DW_FORM_indirect) skipForm(c, indirectForm(c), sizes);
  else if (form === F.DW_FORM_string) {
    const end = c.bytes.indexOf(0, c.offset);
    if (end < 0) c.fail("string is not NUL-terminated");
    c.offset = end + 1;
  } else advance(c, blockLength(c, form));
}

const variable: ReadonlySet<number> = new Set([
  F.DW_FORM_string,
  F.DW_FORM_indirect,
  F.DW_FORM_exprloc,
  F.DW_FORM_block,
  F.DW_FORM_block1,
  F.DW_FORM_block2,
  F.DW_FORM_block4,
]);

/** The form that stands in front of the value itself. @throws {FormatError} if that is another one of this kind. */
export function indirectForm(c: Cursor): number {
  const form = uleb(c);
  // Its constant would have to be in the abbreviation. DWARF 5, section 7.5.3
  if (form === F.DW_FORM_indirect || form === F.DW_FORM_implicit_const || !isKnownForm(form)) {
    c.fail(`form 0x${form.toString(16)} in an entry`);
  }
  return form;
}

/** Length of a block or an expression, whose bytes follow. @throws {FormatError} if the form is neither. */
export function blockLength(c: Cursor, form: number): number {
  switch (form) {
    case F.DW_FORM_block1:
      return c.u8();
    case F.DW_FORM_block2:
      return c.u16();
    case F.DW_FORM_block4:
      return c.u32();
    case F.DW_FORM_block:
    case F.DW_FORM_exprloc:
      return uleb(c);
    default:
      return c.fail(`form 0x${form.toString(16)} is not known`);
  }
}

/** Passes over bytes. @throws {FormatError} if fewer are left. */
export function advance(c: Cursor, length: number): void {
  if (length > c.left) c.fail(`${length} bytes wanted, ${c.left} left`);
  c.offset += length;
}

function skipLeb(c: Cursor): void {
  while (c.u8() >= 0x80);
}
