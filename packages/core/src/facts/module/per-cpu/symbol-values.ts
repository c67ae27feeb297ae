import { SHF_ALLOC, SHF_EXECINSTR, SHF_WRITE } from "../../../formats/elf/constants.ts";
import type { ElfFile } from "../../../formats/elf/elf.ts";
import type { ElfSection } from "../../../formats/elf/section-table.ts";
import { asciiBytes } from "../../../formats/elf/strings.ts";
import { type SymbolTable, symbolLayout } from "../../../formats/elf/symbols.ts";
import type { Imports } from "../../../model/module.ts";
import { sameName } from "../../../model/names.ts";
import { ANYTHING, OWN_OFFSET, TABLE, type Value } from "./registers.ts";

/** Where percpu_modalloc() in kernel/module/main.c looks for a module's per-CPU variables: find_pcpusec(). */
const PERCPU = ".data..percpu";
/** include/asm-generic/percpu.h: the offset of each processor. */
const OFFSETS = asciiBytes("__per_cpu_offset");
/** arch/x86/include/asm/percpu.h */
const THIS = asciiBytes("this_cpu_off");

const THIS_MODULE = ".gnu.linkonce.this_module";
const DATA = SHF_ALLOC | SHF_WRITE | SHF_EXECINSTR;

/** What a module's symbols, by their index in `.symtab`, stand for. */
export interface SymbolValues {
  /** What the address of a symbol is: in its own data that is not per CPU, of what the kernel keeps offsets in, or anything. */
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
  const ownOffset = importOf(imports, THIS);
  // A variable for each processor is a variable: neither code nor constant, nor what modpost writes.
  const isData = ({ index, sh_flags, name }: ElfSection): boolean =>
    (sh_flags & DATA) === (SHF_ALLOC | SHF_WRITE) && index !== percpu && name !== THIS_MODULE;
  const valueOf = (symbolIndex: number): Value => {
    if (symbolIndex === offsets) return TABLE;
    if (symbolIndex === ownOffset) return OWN_OFFSET;
    if (symbolIndex >= symbols.count) return ANYTHING;
    const section = view.getUint16(symbolIndex * size + at.st_shndx, encoding.littleEndian);
    const own = sections[section];
    return own && isData(own) ? section : ANYTHING;
  };
  return { valueOf, offsets };
}

function importOf({ names, symbolIndex }: Imports, name: Uint8Array): number | undefined {
  for (let row = 0; row < names.count; row += 1)
    if (sameName(names.bytes, names.at[row] ?? 0, name, 0)) return symbolIndex[row];
  return undefined;
}
