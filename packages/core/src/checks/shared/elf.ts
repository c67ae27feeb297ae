// Constants of include/uapi/linux/elf.h, and what the checks ask of section headers.
import type { ElfShape, SectionShape } from "../../model/module.ts";

export const ET_REL = 1;
export const SHT_NULL = 0;
export const SHT_SYMTAB = 2;
export const SHT_STRTAB = 3;
export const SHT_RELA = 4;
export const SHT_NOBITS = 8;
export const SHT_REL = 9;
export const SHF_WRITE = 1;
export const SHF_ALLOC = 2;
export const SHF_EXECINSTR = 4;
export const SHF_RELA_LIVEPATCH = 0x0010_0000;

export const THIS_MODULE = ".gnu.linkonce.this_module";

/** `sizeof(Elf_Ehdr)`. */
export const headerSize = (bits: 32 | 64): number => (bits === 64 ? 64 : 52);
/** `sizeof(Elf_Shdr)`. */
export const sectionHeaderSize = (bits: 32 | 64): number => (bits === 64 ? 64 : 40);

export const isAllocated = ({ sh_flags }: SectionShape): boolean => (sh_flags & SHF_ALLOC) !== 0;

/** Whether a section has bytes in the file: validate_section_offset() in kernel/module/main.c looks at no other. */
export const hasBytes = ({ sh_type }: Pick<SectionShape, "sh_type">): boolean =>
  sh_type !== SHT_NULL && sh_type !== SHT_NOBITS;

/** validate_section_offset() in kernel/module/main.c. What has no bytes in the file is not looked at. */
export const isInside = ({ size }: ElfShape, section: SectionShape): boolean =>
  !hasBytes(section) || section.sh_offset + section.sh_size <= size;

/** The table of section names; `undefined` when the header names no section. */
export const nameTable = ({ sections, e_shstrndx }: ElfShape): SectionShape | undefined =>
  e_shstrndx === 0 ? undefined : sections[e_shstrndx];

/** `e_type` of files that are linked to the end, or not linked at all. */
export const linkedTypes: Readonly<Record<number, string>> = {
  0: "ET_NONE",
  2: "ET_EXEC",
  3: "ET_DYN",
  4: "ET_CORE",
};
