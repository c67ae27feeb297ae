import { SHF_ALLOC } from "../../../formats/elf/constants.ts";
import type { ElfFile } from "../../../formats/elf/elf.ts";
import { asciiBytes } from "../../../formats/elf/strings.ts";
import { type SymbolTable, symbolLayout } from "../../../formats/elf/symbols.ts";
import type { Imports } from "../../../model/module.ts";
import { sameName } from "../../../model/names.ts";
import { ANYTHING, TABLE, type Value } from "./registers.ts";

/** Where percpu_modalloc() in kernel/module/main.c looks for a module's per-CPU variables: find_pcpusec(). */
const PERCPU = ".data..percpu";
/** include/asm-generic/percpu.h: the offset of each processor. */
const OFFSETS = asciiBytes("__per_cpu_offset");

/** What a module's symbols, by their index in `.symtab`, stand for. */
export interface SymbolValues {
  /** What the address of a symbol is: in its own data that is not per CPU, in the kernel's table of offsets, or anything. */
  readonly valueOf: (symbolIndex: number) => Value;
  /** Index of the kernel's table of offsets; `undefined` where the module does not use it. */
  readonly offsets: number | undefined;
}

/** What the symbols of a module stand for. */
export function symbolValues(elf: ElfFile, symbols: SymbolTable, imports: Imports): SymbolValues {
  const { at, size } = symbolLayout(symbols.entries.encoding);
  const { view, encoding } = symbols.entries;
  const { sections } = elf;
  const percpu = elf.allocSection(PERCPU)?.index;
  const offsets = importOf(imports, OFFSETS);
  const valueOf = (symbolIndex: number): Value => {
    if (symbolIndex === offsets) return TABLE;
    if (symbolIndex >= symbols.count) return ANYTHING;
    const section = view.getUint16(symbolIndex * size + at.st_shndx, encoding.littleEndian);
    const isLoaded = ((sections[section]?.sh_flags ?? 0) & SHF_ALLOC) !== 0;
    return isLoaded && section !== percpu ? section : ANYTHING;
  };
  return { valueOf, offsets };
}

function importOf({ names, symbolIndex }: Imports, name: Uint8Array): number | undefined {
  for (let row = 0; row < names.count; row += 1)
    if (sameName(names.bytes, names.at[row] ?? 0, name, 0)) return symbolIndex[row];
  return undefined;
}
