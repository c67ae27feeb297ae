import { SHF_ALLOC, SHN_ABS, SHN_UNDEF, STB_WEAK, STT_FILE, STT_SECTION } from "./constants.ts";
import type { ElfSection } from "./section-table.ts";
import { isStringAt } from "./strings.ts";
import { type SymbolTable, symbolLayout } from "./symbols.ts";
import { addressAt } from "./word.ts";

/** What a relocation against a symbol may mean, as one byte. Up to {@link TRACER} it is what relocations are against. */
export const PLAIN = 0;
/** Undefined, so that the kernel looks it up. */
export const IMPORT = 1;
/** What functions call that are compiled for the function tracer. */
export const TRACER = 2;
/** Undefined and weak: stays 0 when nothing exports it. */
export const WEAK = 3;
/** Symbol 0, which is none and has the value 0. */
export const NOTHING = 4;
/** SHN_ABS, and its value is one of the lowest addresses, where nothing is. */
export const LOW = 5;
/** In a section that does not occupy memory: simplify_symbols() in kernel/module/main.c points it into the copy of the file. */
export const UNLOADED = 6;
/** In per-CPU data for which the kernel sets nothing apart, because the section has no size: it gets its offset for an address. */
export const ROOMLESS = 7;
/** Undefined, and not one function but many of the same size, one behind the other. */
export const ENTRIES = 8;

/** What the symbols of a module are marked by. */
export interface Marking {
  readonly sections: readonly ElfSection[];
  /** Name of what is {@link TRACER}, see asciiBytes() in strings.ts; `undefined` when nothing is. */
  readonly tracer: Uint8Array | undefined;
  /** Name of what is {@link ENTRIES}; `undefined` when nothing is. */
  readonly entries: Uint8Array | undefined;
}

/** The lowest page is never mapped: what an address in it is used for crashes the kernel. */
const LOWEST_PAGE = 0x1000;
const PERCPU = ".data..percpu";

/** A mark for each symbol of `table`. One loop: a kernel's modules may have twenty million symbols. */
export function symbolMarks(table: SymbolTable, marking: Marking): Uint8Array {
  const { count, entries } = table;
  const { at, size } = symbolLayout(entries.encoding);
  const { view } = entries;
  const le = entries.encoding.littleEndian;
  const ofSections = marksOfSections(marking.sections);
  const marks = new Uint8Array(count);
  if (count > 0) marks[0] = NOTHING;
  for (let index = 1, place = size + at.st_shndx; index < count; index += 1, place += size) {
    const st_shndx = view.getUint16(place, le);
    if (st_shndx < ofSections.length) {
      const mark = ofSections[st_shndx] ?? PLAIN;
      if (mark !== PLAIN) marks[index] = mark === IMPORT ? ofUndefined(table, index, marking) : mark;
    } else if (st_shndx === SHN_ABS) marks[index] = ofAbsolute(table, index);
    else if (st_shndx === SHN_UNDEF) marks[index] = ofUndefined(table, index, marking);
  }
  return marks;
}

/** By index of the section. */
function marksOfSections(sections: readonly ElfSection[]): Uint8Array {
  const marks = new Uint8Array(sections.length);
  let percpu = -1;
  for (const { index, name, sh_flags } of sections) {
    if ((sh_flags & SHF_ALLOC) === 0) marks[index] = UNLOADED;
    else if (name === PERCPU && percpu < 0) percpu = index;
  }
  // find_pcpusec() in kernel/module/main.c
  if (sections[percpu]?.sh_size === 0) marks[percpu] = ROOMLESS;
  marks[SHN_UNDEF] = IMPORT;
  return marks;
}

function ofUndefined(
  { entries: { view, encoding }, strings }: SymbolTable,
  index: number,
  { tracer, entries }: Marking,
): number {
  const { at, size } = symbolLayout(encoding);
  const base = index * size;
  if (view.getUint8(base + at.st_info) >>> 4 === STB_WEAK) return WEAK;
  const st_name = view.getUint32(base + at.st_name, encoding.littleEndian);
  if (tracer && isStringAt(strings, st_name, tracer)) return TRACER;
  return entries && isStringAt(strings, st_name, entries) ? ENTRIES : IMPORT;
}

function ofAbsolute({ entries }: SymbolTable, index: number): number {
  const { at, size } = symbolLayout(entries.encoding);
  const base = index * size;
  const type = entries.view.getUint8(base + at.st_info) & 0xf;
  if (type === STT_FILE || type === STT_SECTION) return PLAIN;
  const value = addressAt(entries.view, base + at.st_value, entries.encoding);
  return value < LOWEST_PAGE ? LOW : PLAIN;
}
