import { byEncoding } from "./by-encoding.ts";
import { SHT_SYMTAB } from "./constants.ts";
import type { ElfFile } from "./elf.ts";
import { damaged, type SectionBytes } from "./section-bytes.ts";
import type { ElfSection } from "./section-table.ts";
import { Elf32_Sym, Elf64_Sym } from "./structs.ts";
import { addressAt } from "./word.ts";

/** A symbol table and its strings, not decoded: a row is read when asked for. */
export interface SymbolTable {
  readonly count: number;
  readonly entries: SectionBytes;
  readonly strings: SectionBytes;
}

/** One `Elf_Sym`. */
export interface ElfSymbol {
  /** Offset in the string table. */
  readonly st_name: number;
  readonly st_info: number;
  readonly st_shndx: number;
  /** In a relocatable file an offset in the section `st_shndx`. */
  readonly st_value: bigint;
}

/** Where the fields of an `Elf_Sym` stand, and its size. */
export const symbolLayout = byEncoding((encoding) => {
  const Elf_Sym = encoding.wordSize === 4 ? Elf32_Sym : Elf64_Sym;
  return { at: Elf_Sym.offsets(encoding), size: Elf_Sym.sizeof(encoding) };
});

/** The first SHT_SYMTAB, which is the one that the kernel takes; `undefined` in a stripped file. */
export function symbolSection({ sections }: ElfFile): ElfSection | undefined {
  return sections.find(({ sh_type }) => sh_type === SHT_SYMTAB);
}

/** The string table of the symbols in `section`; `undefined` when its `sh_link` names no section. */
export function stringSection({ sections }: ElfFile, { sh_link }: ElfSection): ElfSection | undefined {
  return sh_link === 0 ? undefined : sections[sh_link];
}

/** The table of `entries`; what does not fit whole is left out. */
export function symbolTable(entries: SectionBytes, strings: SectionBytes): SymbolTable {
  const { size } = symbolLayout(entries.encoding);
  return { count: Math.floor(entries.bytes.length / size), entries, strings };
}

/**
 * The symbols in `section`.
 *
 * @throws {FormatError} if they or their strings are not inside the file, or have no strings.
 */
export async function readSymbolTable(file: ElfFile, section: ElfSection): Promise<SymbolTable> {
  const entries = await file.read(section);
  const strings = stringSection(file, section);
  if (!strings)
    damaged(entries, 0, `the string table of the symbols expected in sh_link, ${section.sh_link} found`);
  return symbolTable(entries, await file.read(strings));
}

/**
 * Symbol number `index`.
 *
 * @throws {FormatError} if the table has no such symbol.
 */
export function symbolAt({ count, entries }: SymbolTable, index: number): ElfSymbol {
  if (index >= count) damaged(entries, 0, `symbol ${index} wanted, the table has ${count}`);
  const { view, encoding } = entries;
  const { at, size } = symbolLayout(encoding);
  const base = index * size;
  return {
    st_name: view.getUint32(base + at.st_name, encoding.littleEndian),
    st_info: view.getUint8(base + at.st_info),
    st_shndx: view.getUint16(base + at.st_shndx, encoding.littleEndian),
    st_value: addressAt(view, base + at.st_value, encoding),
  };
}
