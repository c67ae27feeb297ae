import { SHT_RELA } from "../../formats/elf/constants.ts";
import type { ElfHeader } from "../../formats/elf/header.ts";
import { addPlace, type Places } from "../../formats/elf/relocation-findings.ts";
import { eachRelocation, layoutOf, type RelocationTable } from "../../formats/elf/relocation-table.ts";
import { type RelocationRules, TRACES } from "../../formats/elf/relocation-types.ts";
import type { SectionBytes } from "../../formats/elf/section-bytes.ts";
import { TRACER } from "../../formats/elf/symbol-marks.ts";
import { symbolAt, type SymbolTable, symbolLayout } from "../../formats/elf/symbols.ts";

/** Where the functions are listed that call the tracer: FTRACE_CALLSITE_SECTION of include/linux/ftrace.h. */
export const TRACED = "__mcount_loc";

/** What the rows of {@link TRACED} are read with. */
export interface Listing {
  readonly header: ElfHeader;
  readonly symbols: SymbolTable;
  /** Its own bytes, in which 32-bit ARM has the addends; not asked for on other machines. */
  readonly content: SectionBytes | undefined;
}

/** Adds the places that a table of relocations of {@link TRACED} lists, as they would be summed up for the calls. */
export function addListed(
  table: RelocationTable,
  { header, symbols, content }: Listing,
  places: Places,
): void {
  const { view } = table.data;
  const {
    size,
    littleEndian,
    symbolAt: symbol,
    symbolShift,
    lowAt,
    addendLowAt,
  } = layoutOf(table.section, header);
  const isRela = table.section.sh_type === SHT_RELA;
  const layout = symbolLayout(symbols.entries.encoding);
  const { view: entries } = symbols.entries;
  const valueAt = layout.at.st_value + (header.bits === 64 && !littleEndian ? 4 : 0);
  for (let base = table.at; base + size <= table.at + table.length; base += size) {
    const index = view.getUint32(base + symbol, littleEndian) >>> symbolShift;
    if (index >= symbols.count) continue;
    const entry = index * layout.size;
    const addend = isRela
      ? view.getUint32(base + addendLowAt, littleEndian)
      : wordIn(content, view.getUint32(base + lowAt, littleEndian));
    const value = entries.getUint32(entry + valueAt, littleEndian);
    addPlace(places, entries.getUint16(entry + layout.at.st_shndx, littleEndian), value + addend);
  }
}

function wordIn(content: SectionBytes | undefined, at: number): number {
  if (!content || at + 4 > content.bytes.length) return 0;
  return content.view.getUint32(at, content.encoding.littleEndian);
}

/** A place in a section, by its index. */
export interface Listed {
  readonly section: number;
  readonly offset: number;
}

/** The places that one table lists, one by one. */
export function listedIn(table: RelocationTable, { header, symbols, content }: Listing): Listed[] {
  const listed: Listed[] = [];
  eachRelocation(table, header, ({ type, symbolIndex, offset, addend = wordIn(content, offset) }) => {
    if (type === 0 || symbolIndex >= symbols.count) return;
    const { st_shndx, st_value } = symbolAt(symbols, symbolIndex);
    listed.push({ section: st_shndx, offset: Number(st_value) + addend });
  });
  return listed;
}

/** Where a table of relocations of a section with code has calls of the tracer. Offsets in that section. */
export function tracedIn(
  table: RelocationTable,
  header: ElfHeader,
  { kinds, straight, inPlace, instruction, tracer }: RelocationRules,
  marks: Uint8Array,
  code: SectionBytes | undefined,
): number[] {
  const places: number[] = [];
  eachRelocation(table, header, ({ type, symbolIndex, offset, addend }) => {
    if (marks[symbolIndex] !== TRACER || ((kinds[type] ?? 0) & TRACES) === 0) return;
    const isStraight =
      inPlace && instruction
        ? (wordIn(code, offset) & instruction.mask) === instruction.value
        : addend === straight;
    if (isStraight) places.push(offset - (tracer?.relocatedAt ?? 0));
  });
  return places;
}
