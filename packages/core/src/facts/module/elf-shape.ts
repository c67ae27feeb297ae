import type { ElfShape } from "../../model/module.ts";
import type { ModuleFile } from "./module-file.ts";

/** What the kernel's ELF checks read. */
export function elfShape({ elf }: ModuleFile): ElfShape {
  const { header } = elf;
  return {
    size: elf.source.size,
    hasHeader: true,
    bits: header.bits,
    littleEndian: header.encoding.littleEndian,
    e_type: header.e_type,
    e_machine: header.e_machine,
    e_flags: header.e_flags,
    e_entry: header.e_entry,
    e_shentsize: header.e_shentsize,
    e_shoff: header.e_shoff,
    e_shnum: header.e_shnum,
    e_shstrndx: header.e_shstrndx,
    sections: elf.sections,
  };
}

/** The shape of a file of `size` bytes that is no ELF file. */
export const shapeless = (size: number): ElfShape => ({
  size,
  hasHeader: false,
  bits: 64,
  littleEndian: true,
  e_type: 0,
  e_machine: 0,
  e_flags: 0,
  e_entry: 0n,
  e_shentsize: 0,
  e_shoff: 0,
  e_shnum: 0,
  e_shstrndx: 0,
  sections: [],
});
