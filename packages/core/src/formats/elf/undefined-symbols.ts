import { byteText } from "../../model/byte-text.ts";
import type { HomelessSymbol, Imports } from "../../model/module.ts";
import {
  EM_386,
  EM_PPC64,
  EM_X86_64,
  SHN_ABS,
  SHN_COMMON,
  SHN_LIVEPATCH,
  SHN_UNDEF,
  STB_WEAK,
} from "./constants.ts";
import type { ElfHeader } from "./header.ts";
import { damaged, type SectionBytes } from "./section-bytes.ts";
import { asciiBytes, isStringAt } from "./strings.ts";
import { symbolAt, type SymbolTable, symbolLayout } from "./symbols.ts";

const GLOBAL_OFFSET_TABLE = asciiBytes("_GLOBAL_OFFSET_TABLE_");
const DOT_TOC = asciiBytes(".TOC.");
const DOT = 0x2e;

/**
 * What simplify_symbols() in kernel/module/main.c looks up: every SHN_UNDEF symbol but number 0, after the loader of
 * `machine` has had its hand on the names.
 *
 * Reads the table by its view: all modules of one kernel have a million symbols, and four in five are not wanted.
 *
 * @param outside whether a name outside of the string table is damage, or such a symbol is left out
 * @throws {FormatError} if a name is outside of the string table, and that is damage.
 */
export function undefinedSymbols(
  table: SymbolTable,
  { e_machine: machine, e_shnum }: Pick<ElfHeader, "e_machine" | "e_shnum">,
  outside: "damage" | "skip" = "damage",
): Imports {
  const { entries, strings } = table;
  const { at, size } = symbolLayout(entries.encoding);
  const { view } = entries;
  const le = entries.encoding.littleEndian;
  const { undefinedOnes: indexes, common, homeless } = withoutSection(table, e_shnum);
  const names = new Uint32Array(indexes.length);
  const symbolIndex = new Uint32Array(indexes.length);
  const weak = new Uint8Array(indexes.length);
  const nameless: number[] = [];
  let count = 0;
  for (let i = 0; i < indexes.length; i += 1) {
    const index = indexes[i] ?? 0;
    const base = index * size;
    const st_name = view.getUint32(base + at.st_name, le);
    if (st_name >= strings.bytes.length) {
      nameless.push(index);
      if (outside === "skip") continue;
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
  // simplify_symbols() lets those of the compiler's link-time optimisation through.
  const placeless = common.filter((index) => !isLinkTimeOptimised(table, index));
  return {
    names: { count, bytes: strings.bytes, at: names.subarray(0, count) },
    symbolIndex: symbolIndex.subarray(0, count),
    weak: weak.subarray(0, count),
    ...(placeless.length > 0 && { common: placeless }),
    ...(nameless.length > 0 && { nameless }),
    ...(homeless.length > 0 && { homeless: homeless.map((index) => homelessSymbol(table, index)) }),
  };
}

const GNU_LTO = asciiBytes("__gnu_lto");

function isLinkTimeOptimised(table: SymbolTable, index: number): boolean {
  const { st_name } = symbolAt(table, index);
  return GNU_LTO.every((byte, at) => table.strings.bytes[st_name + at] === byte);
}

interface WithoutSection {
  readonly undefinedOnes: number[];
  readonly common: number[];
  readonly homeless: number[];
}

function withoutSection({ count, entries }: SymbolTable, sections: number): WithoutSection {
  const { at, size } = symbolLayout(entries.encoding);
  const { view } = entries;
  const le = entries.encoding.littleEndian;
  const found: WithoutSection = { undefinedOnes: [], common: [], homeless: [] };
  for (let index = 1, place = size + at.st_shndx; index < count; index += 1, place += size) {
    const st_shndx = view.getUint16(place, le);
    if (st_shndx === SHN_UNDEF) found.undefinedOnes.push(index);
    else if (st_shndx >= sections) noteSpecial(found, index, st_shndx);
  }
  return found;
}

// simplify_symbols() in kernel/module/main.c
function noteSpecial({ common, homeless }: WithoutSection, index: number, st_shndx: number): void {
  if (st_shndx === SHN_COMMON) common.push(index);
  else if (st_shndx !== SHN_ABS && st_shndx !== SHN_LIVEPATCH && homeless.length < MAX_HOMELESS)
    homeless.push(index);
}

/** More of them tell no more. */
const MAX_HOMELESS = 64;

function homelessSymbol(table: SymbolTable, symbolIndex: number): HomelessSymbol {
  const { st_name, st_shndx } = symbolAt(table, symbolIndex);
  const rest = table.strings.bytes.subarray(st_name);
  const end = rest.indexOf(0);
  return { symbolIndex, symbol: byteText(end < 0 ? rest : rest.subarray(0, end)), section: st_shndx };
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
