import { byEncoding } from "./by-encoding.ts";
import type { ElfFile } from "./elf.ts";
import { damaged, type SectionBytes } from "./section-bytes.ts";
import type { ElfSection } from "./section-table.ts";
import { Elf32_Sym, Elf64_Sym } from "./structs.ts";
import { addressAt, viewOf } from "./word.ts";

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

/**
 * The symbol table in `section` and the strings that its `sh_link` names.
 *
 * @throws {FormatError} if either is not inside the file, or `sh_link` names no section.
 */
export async function readSymbolTable(file: ElfFile, section: ElfSection): Promise<SymbolTable> {
  const entries = await file.read(section);
  const linked = file.sections[section.sh_link];
  if (!linked || section.sh_link === 0) {
    damaged(entries, 0, `the string table of the symbols expected in sh_link, ${section.sh_link} found`);
  }
  const strings = await file.read(linked);
  const { size } = symbolLayout(entries.encoding);
  return { count: Math.floor(entries.bytes.length / size), entries, strings };
}

/**
 * Symbol number `index`.
 *
 * @throws {FormatError} if the table has no such symbol.
 */
export function symbolAt({ count, entries }: SymbolTable, index: number): ElfSymbol {
  if (index >= count) damaged(entries, 0, `symbol ${index} wanted, the table has ${count}`);
  const { at, size } = symbolLayout(entries.encoding);
  const view = viewOf(entries.bytes);
  const base = index * size;
  const le = entries.encoding.littleEndian;
  return {
    st_name: view.getUint32(base + at.st_name, le),
    st_info: view.getUint8(base + at.st_info),
    st_shndx: view.getUint16(base + at.st_shndx, le),
    st_value: addressAt(view, base + at.st_value, entries.encoding),
  };
}
