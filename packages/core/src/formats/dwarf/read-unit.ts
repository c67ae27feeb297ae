import type { ByteSource } from "../../io/byte-source.ts";
import { Cursor } from "../../io/cursor.ts";
import { FormatError } from "../../io/format-error.ts";
import { damaged, type SectionBytes } from "../elf/section-bytes.ts";
import { viewOf } from "../elf/word.ts";
import { type Abbreviations, parseAbbreviations } from "./abbreviations.ts";
import { numberOf, textOf } from "./attributes.ts";
import { DW_AT_dwo_name, DW_AT_GNU_dwo_name, DW_AT_name, DW_AT_str_offsets_base } from "./constants.ts";
import type { DebugSections } from "./debug-sections.ts";
import { entryAt } from "./entry.ts";
import type { UnitHeader } from "./unit-header.ts";
import type { UnitList } from "./unit-list.ts";
import type { Unit, UnitPlace } from "./unit.ts";

/** A unit in memory is at most this: the largest of a kernel, one of amdgpu or Rust's core, have some 10 MB. */
const MAX_UNIT = 128 << 20;

/**
 * Tables of a file may be shared by units, and overlap where somebody wants a reader to be busy: all units together read so
 * many times what there is.
 */
const MAX_SHARED = 16;

/** Reads units for one question. */
export interface UnitReader {
  readonly places: readonly UnitPlace[];
  /** The abbreviations of a unit, which is not read for them. @throws {FormatError} if they are damaged. */
  abbreviationsOf(header: UnitHeader): Abbreviations;
  /** @throws {FormatError} if it is damaged, or larger than 128 MiB. */
  read(place: UnitPlace): Promise<Unit>;
}

/** A reader of the units of `list`, with the tables that all need. */
export async function unitReader(
  sections: DebugSections,
  { places, signatures }: UnitList,
): Promise<UnitReader> {
  const strings = {
    str: await sections.whole(".debug_str"),
    lineStr: await sections.whole(".debug_line_str"),
  };
  const abbreviationsOf = tablesOf(await sections.whole(".debug_abbrev"));
  const offsetsAt = stringOffsets(sections, await sections.open(".debug_str_offsets"));
  const { littleEndian } = sections.file.header.encoding;
  return {
    places,
    abbreviationsOf,
    async read(place) {
      const { section, header } = place;
      const { offset, length, offsetSize } = header;
      if (length > MAX_UNIT) {
        throw new FormatError(
          section.name,
          offset,
          `a unit of ${length} bytes; at most ${MAX_UNIT} are read`,
        );
      }
      const bytes = await section.read(offset, length);
      const cursor = new Cursor(bytes, section.name, { littleEndian, wordSize: offsetSize }, offset);
      const unit = { ...place, cursor, abbreviations: abbreviationsOf(header), strings, signatures };
      const base = numberOf(entryAt(unit, header.size), DW_AT_str_offsets_base);
      if (base === undefined) return unit;
      return { ...unit, strings: { ...strings, offsets: await offsetsAt(base, offsetSize) } };
    },
  };
}

/** Units that share a table follow each other: the last one is kept, not all, of which a vmlinux has 3,000. */
function tablesOf(section: SectionBytes): (header: UnitHeader) => Abbreviations {
  let left = MAX_SHARED * section.bytes.length;
  let last: { readonly key: string; readonly table: Abbreviations } | undefined;
  return (header) => {
    const { abbrevOffset, version, addressSize, offsetSize } = header;
    const key = [abbrevOffset, version === 2, addressSize, offsetSize].join();
    if (last?.key === key) return last.table;
    if (left < 0) damaged(section, abbrevOffset, "abbreviations that overlap many times");
    const { table, size } = parseAbbreviations(section, abbrevOffset, header);
    left -= size;
    last = { key, table };
    return table;
  };
}

/** The `.dwo` file that the entries of a unit are in; `undefined` for a unit that has its own. */
export function splitFileOf(unit: Unit): string | undefined {
  const root = entryAt(unit, unit.header.size);
  return textOf(root, DW_AT_dwo_name) ?? textOf(root, DW_AT_GNU_dwo_name);
}

/** The source file that a unit was compiled from, as the compiler was given it; `undefined` for a type unit. */
export const nameOf = (unit: Unit): string | undefined => textOf(entryAt(unit, unit.header.size), DW_AT_name);

/** Version and padding. */
const VERSION_SIZE = 4;

/** DWARF 5, section 7.26: `unit_length`, version and padding stand before the entries, to which the base points. */
function stringOffsets(
  { file }: DebugSections,
  [section]: readonly ByteSource[],
): (base: number, offsetSize: 4 | 8) => Promise<DataView> {
  let left = MAX_SHARED * (section?.size ?? 0);
  return async (base, offsetSize) => {
    if (!section)
      throw new FormatError(file.source.name, 0, "names lead into .debug_str_offsets, which is not there");
    const lengthSize = offsetSize === 8 ? 12 : 4;
    const start = base - lengthSize - VERSION_SIZE;
    if (start < 0) throw new FormatError(section.name, 0, `names at ${base} wanted, before the first`);
    const encoding = { ...file.header.encoding, wordSize: offsetSize };
    const c = new Cursor(await section.read(start, lengthSize), section.name, encoding, start);
    c.offset = lengthSize - offsetSize;
    const size = Math.max(0, c.size() - VERSION_SIZE);
    left -= size;
    if (left < 0) c.fail("names of units that overlap many times", 0);
    return viewOf(await section.read(base, size));
  };
}
