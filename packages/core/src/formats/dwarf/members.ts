import type { Member } from "../../model/c-type.ts";
import { flagOf, locationOf, numberOf, referenceOf, textOf } from "./attributes.ts";
import {
  DW_AT_bit_offset,
  DW_AT_bit_size,
  DW_AT_byte_size,
  DW_AT_data_bit_offset,
  DW_AT_data_member_location,
  DW_AT_declaration,
  DW_AT_name,
  DW_AT_type,
  DW_TAG_member,
} from "./constants.ts";
import { childrenOf } from "./entry.ts";
import { type EntryOf, typeEntryOf } from "./resolved-entry.ts";
import type { Entry } from "./unit.ts";

/**
 * The members of a struct or union. Variants of a Rust enum (DW_TAG_variant_part) are none in C's sense and are left out.
 *
 * @throws {FormatError} if one is damaged, or where it is is computed at run time.
 */
export function membersOf(record: Entry, entryOf: EntryOf): Member[] {
  const members: Member[] = [];
  for (const entry of childrenOf(record)) {
    // A static member of a class is a declaration.
    if (entry.tag !== DW_TAG_member || flagOf(entry, DW_AT_declaration)) continue;
    const type = referenceOf(entry, DW_AT_type) ?? 0;
    const bitSize = numberOf(entry, DW_AT_bit_size);
    members.push({
      name: textOf(entry, DW_AT_name) ?? "",
      type,
      bitOffset: bitOffsetOf(entry, bitSize, entryOf),
      ...(bitSize !== undefined && { bitSize }),
    });
  }
  return members;
}

/** DWARF 5, section 5.7.6, and DWARF 3, section 5.5.6, for what compilers write with `-gdwarf-4` and older. */
function bitOffsetOf(entry: Entry, bitSize: number | undefined, entryOf: EntryOf): number {
  const bits = numberOf(entry, DW_AT_data_bit_offset);
  const start = 8 * locationOf(entry, DW_AT_data_member_location);
  if (bits !== undefined) return start + bits;
  const fromHighest = bitSize === undefined ? undefined : numberOf(entry, DW_AT_bit_offset);
  if (bitSize === undefined || fromHighest === undefined) return start;
  // DW_AT_bit_offset counts from the most significant bit of the unit that holds the field, which big-endian machines have first.
  const { cursor } = entry.unit;
  if (!cursor.encoding.littleEndian) return start + fromHighest;
  const type = typeEntryOf(entry, entryOf);
  const unit = numberOf(entry, DW_AT_byte_size) ?? (type && numberOf(type, DW_AT_byte_size));
  if (unit === undefined) return cursor.fail("a bit-field in a unit whose size is not given", entry.at);
  return start + 8 * unit - fromHighest - bitSize;
}
