import type { Encoding } from "../../io/cursor.ts";
import { byEncoding } from "../../formats/elf/by-encoding.ts";
import {
  EM_AARCH64,
  EM_ARM,
  SHF_ALLOC,
  SHF_EXECINSTR,
  SHN_ABS,
  SHT_REL,
  SHT_RELA,
} from "../../formats/elf/constants.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import { Elf_Shdr } from "../../formats/elf/structs.ts";
import { symbolAt, symbolLayout, symbolSection, type SymbolTable } from "../../formats/elf/symbols.ts";
import type { ModuleFile } from "./module-file.ts";

/** What the loader has made of a byte: the byte that it has written, `"open"` where only the running kernel knows it, `undefined` where it has left it. */
export type Written = number | "open" | undefined;

/** The loader's copy of a file at the moment at which simplify_symbols() looks up a symbol. */
export interface KernelCopy {
  /**
   * @param offset in the file
   * @param symbolIndex of the symbol that is looked up
   */
  written(offset: number, symbolIndex: number): Written;
}

/** The members in their order. */
const members = [
  "sh_name",
  "sh_type",
  "sh_flags",
  "sh_addr",
  "sh_offset",
  "sh_size",
  "sh_link",
  "sh_info",
  "sh_addralign",
  "sh_entsize",
] as const;

const layout = byEncoding((encoding) => ({
  at: Elf_Shdr.offsets(encoding),
  size: Elf_Shdr.sizeof(encoding),
}));

/** Loaded no more, and so neither moved nor given a place: rewrite_section_headers(), layout_and_allocate(). */
const takenOut: ReadonlySet<string | undefined> = new Set([
  "__versions",
  "__version_ext_crcs",
  "__version_ext_names",
  ".modinfo",
  ".data..percpu",
]);
/** These get SHF_RO_AFTER_INIT: layout_and_allocate(), module_mark_ro_after_init() in kernel/module/main.c. */
const readOnlyLater: ReadonlySet<string | undefined> = new Set([
  ".data..ro_after_init",
  "__jump_table",
  ".static_call_sites",
]);
/** Given type, flags, alignment and size by module_frob_arch_sections() of arm, arm64, riscv and loongarch. */
const framed: ReadonlySet<string | undefined> = new Set([
  ".plt",
  ".init.plt",
  ".plt.idx",
  ".got",
  ".got.plt",
  ".text.ftrace_trampoline",
  ".init.text.ftrace_trampoline",
]);

/**
 * What the loader has written into its copy of `file`: section headers, values of the symbols that it has seen to, the
 * struct module, and, on 32-bit and 64-bit arm, the order of relocations.
 */
export function kernelCopy(file: ModuleFile, table: SymbolTable): KernelCopy {
  const { header, sections } = file.elf;
  const { size } = layout(header.encoding);
  const symtab = symbolSection(file.elf);
  const opened = sections.filter((section) => isOpened(section, header.e_machine));
  return {
    written(offset, symbolIndex) {
      const inTable = offset - header.e_shoff;
      if (inTable >= 0 && inTable < sections.length * size) {
        const section = sections[Math.floor(inTable / size)];
        return section && inHeader(section, inTable % size, symtab, header.encoding);
      }
      if (symtab && isIn(symtab, offset)) return inSymbol(table, offset - symtab.sh_offset, symbolIndex);
      return opened.some((section) => isIn(section, offset)) ? "open" : undefined;
    },
  };
}

/** A byte of a section header, `place` bytes from its start. */
function inHeader(
  section: ElfSection,
  place: number,
  symtab: ElfSection | undefined,
  encoding: Encoding,
): Written {
  const { sh_offset, index } = section;
  const { at } = layout(encoding);
  const member = members.findLast((one) => at[one] <= place);
  // Of section 0 layout_sections() writes this alone.
  if (index === 0) return member === "sh_entsize" ? 0xff : undefined;
  if (!isMoved(section, symtab)) {
    if (member === "sh_entsize") return 0xff;
    // What stays lies in the copy, which begins with a page.
    const lowest = at.sh_addr + (encoding.littleEndian ? 0 : encoding.wordSize - 1);
    if (place === lowest) return sh_offset & 0xff;
  }
  return member !== undefined && openIn(section, symtab).includes(member) ? "open" : undefined;
}

/** layout_symtab() has the table and its names loaded. */
const isOfSymbols = ({ index }: ElfSection, symtab: ElfSection | undefined): boolean =>
  index === symtab?.index || index === symtab?.sh_link;

const isMoved = (section: ElfSection, symtab: ElfSection | undefined): boolean =>
  isOfSymbols(section, symtab) || ((section.sh_flags & SHF_ALLOC) !== 0 && !takenOut.has(section.name));

/** Members of the section's header that have another value, as only the running kernel knows. */
function openIn(section: ElfSection, symtab: ElfSection | undefined): readonly (typeof members)[number][] {
  const { name, sh_flags } = section;
  if (framed.has(name)) return ["sh_addr", "sh_entsize", "sh_type", "sh_flags", "sh_size", "sh_addralign"];
  const isFlagged = isOfSymbols(section, symtab) || takenOut.has(name) || readOnlyLater.has(name);
  return [
    "sh_addr",
    "sh_entsize",
    ...(isFlagged ? ["sh_flags" as const] : []),
    // For an erratum of arm64.
    ...((sh_flags & SHF_EXECINSTR) !== 0 ? ["sh_addralign" as const] : []),
  ];
}

/** A byte of the symbol table, `place` bytes from its start. */
function inSymbol(table: SymbolTable, place: number, symbolIndex: number): Written {
  const { encoding } = table.entries;
  const { at, size } = symbolLayout(encoding);
  const index = Math.floor(place / size);
  const value = (place % size) - at.st_value;
  const isValue = index > 0 && value >= 0 && value < encoding.wordSize;
  if (!isValue || index >= Math.min(symbolIndex, table.count)) return undefined;
  return symbolAt(table, index).st_shndx === SHN_ABS ? undefined : "open";
}

const isIn = ({ sh_offset, sh_size }: ElfSection, offset: number): boolean =>
  offset >= sh_offset && offset < sh_offset + sh_size;

/** Whether the loader writes into a section itself. */
const isOpened = ({ name, sh_type }: ElfSection, machine: number): boolean =>
  name === ".gnu.linkonce.this_module" ||
  ((sh_type === SHT_REL || sh_type === SHT_RELA) && (machine === EM_ARM || machine === EM_AARCH64));
