import type { NameColumn } from "../../model/names.ts";
import { EM_386, EM_PPC64, EM_X86_64, SHN_COMMON, SHN_UNDEF, STB_WEAK } from "./constants.ts";
import { damaged, type SectionBytes } from "./section-bytes.ts";
import { isStringAt } from "./strings.ts";
import { type SymbolTable, symbolLayout } from "./symbols.ts";

/** The symbols that a relocatable file does not define, by row, in the order of its symbol table. */
export interface UndefinedSymbols {
  readonly names: NameColumn;
  /** Index in the symbol table. */
  readonly symbolIndex: Uint32Array;
  /** 1 for STB_WEAK. */
  readonly weak: Uint8Array;
  /** Index in the symbol table of each SHN_COMMON symbol; absent when there is none, as in all that `-fno-common` made. */
  readonly common?: readonly number[];
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const GLOBAL_OFFSET_TABLE = ascii("_GLOBAL_OFFSET_TABLE_");
const DOT_TOC = ascii(".TOC.");
const DOT = 0x2e;

/**
 * What simplify_symbols() in kernel/module/main.c looks up: every SHN_UNDEF symbol but number 0, after the loader of
 * `machine` has had its hand on the names.
 *
 * Reads the table by its view: all modules of one kernel have a million symbols, and four in five are not wanted.
 *
 * @throws {FormatError} if a name is outside of the string table.
 */
export function undefinedSymbols(table: SymbolTable, machine: number): UndefinedSymbols {
  const { entries, strings } = table;
  const { at, size } = symbolLayout(entries.encoding);
  const { view } = entries;
  const le = entries.encoding.littleEndian;
  const { undefinedOnes: indexes, common } = withoutSection(table);
  const names = new Uint32Array(indexes.length);
  const symbolIndex = new Uint32Array(indexes.length);
  const weak = new Uint8Array(indexes.length);
  let count = 0;
  for (let i = 0; i < indexes.length; i += 1) {
    const index = indexes[i] ?? 0;
    const base = index * size;
    const st_name = view.getUint32(base + at.st_name, le);
    if (st_name >= strings.bytes.length) {
      const what = `symbol ${index} has its name at ${st_name}, the strings have ${strings.bytes.length} bytes`;
      damaged(entries, base, what);
    }
    const name = lookedUp(strings, st_name, machine);
    if (name === undefined) continue;
    names[count] = name;
    symbolIndex[count] = index;
    weak[count] = view.getUint8(base + at.st_info) >>> 4 === STB_WEAK ? 1 : 0;
    count += 1;
  }
  return {
    names: { count, bytes: strings.bytes, at: names.subarray(0, count) },
    symbolIndex: symbolIndex.subarray(0, count),
    weak: weak.subarray(0, count),
    ...(common.length > 0 && { common }),
  };
}

function withoutSection({ count, entries }: SymbolTable): { undefinedOnes: number[]; common: number[] } {
  const { at, size } = symbolLayout(entries.encoding);
  const { view } = entries;
  const le = entries.encoding.littleEndian;
  const undefinedOnes: number[] = [];
  const common: number[] = [];
  for (let index = 1, place = size + at.st_shndx; index < count; index += 1, place += size) {
    const st_shndx = view.getUint16(place, le);
    if (st_shndx === SHN_UNDEF) undefinedOnes.push(index);
    else if (st_shndx === SHN_COMMON) common.push(index);
  }
  return { undefinedOnes, common };
}

/** Where the name that is looked up starts; `undefined` when the loader needs no export of that name. */
function lookedUp(strings: SectionBytes, at: number, machine: number): number | undefined {
  switch (machine) {
    // ignore_undef_symbol() in kernel/module/main.c
    case EM_386:
    case EM_X86_64:
      return isStringAt(strings, at, GLOBAL_OFFSET_TABLE) ? undefined : at;
    // dedotify() in arch/powerpc/kernel/module_64.c
    case EM_PPC64:
      if (strings.bytes[at] !== DOT) return at;
      return isStringAt(strings, at, DOT_TOC) ? undefined : at + 1;
    default:
      return at;
  }
}

/** Whether every symbol has its name inside the string table. */
export function namesInBounds({ count, entries, strings }: SymbolTable): boolean {
  const { at, size } = symbolLayout(entries.encoding);
  const { view } = entries;
  const le = entries.encoding.littleEndian;
  for (let index = 0, place = at.st_name; index < count; index += 1, place += size) {
    if (view.getUint32(place, le) >= strings.bytes.length) return false;
  }
  return true;
}
