import type { ByteSource } from "../../io/byte-source.ts";
import { Cursor, type Encoding } from "../../io/cursor.ts";
import { FormatError } from "../../io/format-error.ts";
import {
  DW_UT_compile,
  DW_UT_skeleton,
  DW_UT_split_compile,
  DW_UT_split_type,
  DW_UT_type,
} from "./constants.ts";

/** The start of a unit, and where its entries are. DWARF 5, section 7.5.1; DWARF 4, section 7.5.1. */
export interface UnitHeader {
  /** Of the header in its section, in bytes. */
  readonly offset: number;
  /** Of the first entry, from the header. */
  readonly size: number;
  /** All bytes of the unit, header included. */
  readonly length: number;
  /** 2 to 5. */
  readonly version: number;
  /** `DW_UT_*`; before DWARF 5 the section tells. */
  readonly unitType: number;
  /** In `.debug_abbrev`. */
  readonly abbrevOffset: number;
  readonly addressSize: 4 | 8;
  /** 4 in DWARF32, 8 in DWARF64. */
  readonly offsetSize: 4 | 8;
  /** Of a type unit: what DW_FORM_ref_sig8 names it by, and where in the unit its type is. */
  readonly signature?: { readonly id: bigint; readonly typeOffset: number };
}

/** A unit that is passed over, for its version is none that this reader knows. */
export interface ForeignUnit {
  readonly offset: number;
  readonly length: number;
  readonly version: number;
}

/** `unit_length` of 64 bits, version, type, two offsets, a signature. */
const LONGEST = 12 + 2 + 2 + 8 + 8 + 8;
/** A vmlinux has 5,000. So many entries of nothing are no program. */
const MAX_UNITS = 1 << 18;

/** Whether {@link unitHeaders} could read the unit. */
export const isReadable = (unit: UnitHeader | ForeignUnit): unit is UnitHeader => "abbrevOffset" in unit;

/**
 * The headers of all units of `.debug_info` (or `.debug_types`, `unitType` DW_UT_type), front to back. Of each unit only
 * the header is read.
 *
 * @throws {FormatError} if a unit does not end inside the section, or has a header that cannot be.
 */
export async function* unitHeaders(
  section: ByteSource,
  { littleEndian }: Encoding,
  unitType = DW_UT_compile,
): AsyncGenerator<UnitHeader | ForeignUnit> {
  let offset = 0;
  for (let units = 0; offset < section.size; units += 1) {
    if (units === MAX_UNITS) throw new FormatError(section.name, offset, `more than ${MAX_UNITS} units`);
    const start = await section.read(offset, Math.min(LONGEST, section.size - offset));
    const unit = parseHeader(start, section.name, offset, littleEndian, unitType);
    if (unit.length > section.size - offset) {
      const left = section.size - offset;
      throw new FormatError(section.name, offset, `a unit of ${unit.length} bytes, ${left} left`);
    }
    yield unit;
    offset += unit.length;
  }
}

function parseHeader(
  start: Uint8Array,
  source: string,
  offset: number,
  littleEndian: boolean,
  typeBefore5: number,
): UnitHeader | ForeignUnit {
  let c = new Cursor(start, source, { littleEndian, wordSize: 4 }, offset);
  let contents = c.u32();
  if (contents === 0xffff_ffff) {
    c = new Cursor(start, source, { littleEndian, wordSize: 8 }, offset);
    c.offset = 4;
    contents = c.size();
  } else if (contents >= 0xffff_fff0) c.fail("a reserved unit_length", 0);
  const length = c.offset + contents;
  const version = c.u16();
  if (version < 2 || version > 5) return { offset, length, version };
  const unitType = version === 5 ? c.u8() : typeBefore5;
  const addressSize5 = version === 5 ? c.u8() : 0;
  const abbrevOffset = c.size();
  const addressSize = version === 5 ? addressSize5 : c.u8();
  if (addressSize !== 4 && addressSize !== 8) c.fail(`addresses of ${addressSize} bytes`);
  const signature = signatureOf(c, unitType);
  if (c.offset > length) c.fail(`a unit of ${length} bytes with a header of ${c.offset}`, 0);
  const { offset: size, encoding } = c;
  const sizes = { size, length, addressSize, offsetSize: encoding.wordSize };
  return { offset, version, unitType, abbrevOffset, ...sizes, ...signature };
}

function signatureOf(c: Cursor, unitType: number): Pick<UnitHeader, "signature"> {
  if (unitType === DW_UT_skeleton || unitType === DW_UT_split_compile) c.u64();
  if (unitType !== DW_UT_type && unitType !== DW_UT_split_type) return {};
  return { signature: { id: c.u64(), typeOffset: c.size() } };
}
