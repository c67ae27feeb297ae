import { Cursor } from "../../io/cursor.ts";
import { FormatError } from "../../io/format-error.ts";
import type { TypeId } from "../../model/c-type.ts";
import { viewOf } from "../elf/word.ts";
import { type Abbreviations, parseAbbreviations } from "./abbreviations.ts";
import { numberOf, textOf } from "./attributes.ts";
import { DW_AT_dwo_name, DW_AT_GNU_dwo_name, DW_AT_str_offsets_base } from "./constants.ts";
import type { DebugSections } from "./debug-sections.ts";
import { entryAt } from "./entry.ts";
import type { UnitHeader } from "./unit-header.ts";
import type { Unit, UnitPlace } from "./unit.ts";

/** A unit in memory is at most this: the largest of a kernel, one of amdgpu or Rust's core, have some 10 MB. */
const MAX_UNIT = 128 << 20;

/** Reads a unit. @throws {FormatError} if it is damaged, or larger than {@link MAX_UNIT}. */
export async function readUnit(
  sections: DebugSections,
  place: UnitPlace,
  signatures: ReadonlyMap<bigint, TypeId>,
): Promise<Unit> {
  const { section, header } = place;
  const { offset, length, offsetSize } = header;
  if (length > MAX_UNIT) {
    throw new FormatError(section.name, offset, `a unit of ${length} bytes; at most ${MAX_UNIT} are read`);
  }
  const { littleEndian } = sections.file.header.encoding;
  const bytes = await section.read(offset, length);
  const cursor = new Cursor(bytes, section.name, { littleEndian, wordSize: offsetSize }, offset);
  const abbreviations = await abbreviationsOf(sections, header);
  const strings = {
    str: await sections.whole(".debug_str"),
    lineStr: await sections.whole(".debug_line_str"),
  };
  const unit = { ...place, cursor, abbreviations, strings, signatures };
  const base = numberOf(entryAt(unit, header.size), DW_AT_str_offsets_base);
  if (base === undefined) return unit;
  return { ...unit, strings: { ...strings, offsets: await offsetsAt(sections, base, offsetSize) } };
}

/** The abbreviations of a unit, which is not read for them. */
export async function abbreviationsOf(sections: DebugSections, header: UnitHeader): Promise<Abbreviations> {
  return parseAbbreviations(await sections.whole(".debug_abbrev"), header.abbrevOffset, header);
}

/** The `.dwo` file that the entries of a unit are in; `undefined` for a unit that has its own. */
export function splitFileOf(unit: Unit): string | undefined {
  const root = entryAt(unit, unit.header.size);
  return textOf(root, DW_AT_dwo_name) ?? textOf(root, DW_AT_GNU_dwo_name);
}

/** Version and padding. */
const VERSION_SIZE = 4;

/** DWARF 5, section 7.26: `unit_length`, version and padding stand before the entries, to which the base points. */
async function offsetsAt(sections: DebugSections, base: number, offsetSize: 4 | 8): Promise<DataView> {
  const [section] = await sections.open(".debug_str_offsets");
  const { source, header } = sections.file;
  if (!section)
    throw new FormatError(source.name, 0, "names lead into .debug_str_offsets, which is not there");
  const lengthSize = offsetSize === 8 ? 12 : 4;
  const start = base - lengthSize - VERSION_SIZE;
  if (start < 0) throw new FormatError(section.name, 0, `names at ${base} wanted, before the first`);
  const encoding = { ...header.encoding, wordSize: offsetSize };
  const c = new Cursor(await section.read(start, lengthSize), section.name, encoding, start);
  c.offset = lengthSize - offsetSize;
  const size = c.size() - VERSION_SIZE;
  if (size > MAX_UNIT) c.fail(`names of ${size} bytes; at most ${MAX_UNIT} are read`, 0);
  return viewOf(await section.read(base, Math.max(0, size)));
}
