import type { NameColumn } from "../../model/names.ts";
import { EM_386, EM_PPC64, EM_X86_64, SHN_UNDEF, STB_WEAK } from "./constants.ts";
import { damaged, type SectionBytes } from "./section-bytes.ts";
import { isStringAt } from "./strings.ts";
import { type SymbolTable, symbolLayout } from "./symbols.ts";
import { viewOf } from "./word.ts";

/** The symbols that a relocatable file does not define, by row, in the order of its symbol table. */
export interface UndefinedSymbols {
  readonly names: NameColumn;
  /** Index in the symbol table. */
  readonly symbolIndex: Uint32Array;
  /** 1 for STB_WEAK. */
  readonly weak: Uint8Array;
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const GLOBAL_OFFSET_TABLE = ascii("_GLOBAL_OFFSET_TABLE_");
const DOT_TOC = ascii(".TOC.");
const DOT = 0x2e;

/**
 * What simplify_symbols() in kernel/module/main.c looks up: every SHN_UNDEF symbol but number 0, after the loader of
 * `machine` has had its hand on the names.
 *
 * Reads the table by a DataView: all modules of one kernel have two million symbols, and three in four are not wanted.
 *
 * @throws {FormatError} if a name is outside of the string table.
 */
export function undefinedSymbols(
  { count, entries, strings }: SymbolTable,
  machine: number,
): UndefinedSymbols {
  const { at, size } = symbolLayout(entries.encoding);
  const view = viewOf(entries.bytes);
  const le = entries.encoding.littleEndian;
  const nameAt = nameRule(strings, machine);
  const names: number[] = [];
  const symbolIndex: number[] = [];
  const weak: number[] = [];
  for (let index = 1, base = size; index < count; index += 1, base += size) {
    if (view.getUint16(base + at.st_shndx, le) !== SHN_UNDEF) continue;
    const st_name = view.getUint32(base + at.st_name, le);
    if (st_name >= strings.bytes.length) {
      damaged(
        entries,
        base,
        `the name of symbol ${index} at ${st_name} of ${strings.bytes.length} bytes of strings`,
      );
    }
    const name = nameAt(st_name);
    if (name === undefined) continue;
    names.push(name);
    symbolIndex.push(index);
    weak.push(view.getUint8(base + at.st_info) >>> 4 === STB_WEAK ? 1 : 0);
  }
  return {
    names: { count: names.length, bytes: strings.bytes, at: Uint32Array.from(names) },
    symbolIndex: Uint32Array.from(symbolIndex),
    weak: Uint8Array.from(weak),
  };
}

/** Where the name that is looked up starts; `undefined` when the loader needs no export of that name. */
function nameRule(strings: SectionBytes, machine: number): (at: number) => number | undefined {
  switch (machine) {
    // ignore_undef_symbol() in kernel/module/main.c
    case EM_386:
    case EM_X86_64:
      return (at) => (isStringAt(strings, at, GLOBAL_OFFSET_TABLE) ? undefined : at);
    // dedotify() in arch/powerpc/kernel/module_64.c
    case EM_PPC64:
      return (at) => {
        if (strings.bytes[at] !== DOT) return at;
        return isStringAt(strings, at, DOT_TOC) ? undefined : at + 1;
      };
    default:
      return (at) => at;
  }
}
