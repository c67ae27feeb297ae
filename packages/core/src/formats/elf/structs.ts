import { address, blob, size, struct, u16, u32, u8 } from "../../io/struct.ts";

// The structures of <elf.h>. One declaration serves both classes where only the word size differs.

export const Elf_Ehdr = struct({
  e_ident: blob(16),
  e_type: u16,
  e_machine: u16,
  e_version: u32,
  e_entry: address,
  e_phoff: size,
  e_shoff: size,
  e_flags: u32,
  e_ehsize: u16,
  e_phentsize: u16,
  e_phnum: u16,
  e_shentsize: u16,
  e_shnum: u16,
  e_shstrndx: u16,
});

export const Elf_Shdr = struct({
  sh_name: u32,
  sh_type: u32,
  sh_flags: size,
  sh_addr: address,
  sh_offset: size,
  sh_size: size,
  sh_link: u32,
  sh_info: u32,
  sh_addralign: size,
  sh_entsize: size,
});

export const Elf32_Sym = struct({
  st_name: u32,
  st_value: address,
  st_size: size,
  st_info: u8,
  st_other: u8,
  st_shndx: u16,
});

export const Elf64_Sym = struct({
  st_name: u32,
  st_info: u8,
  st_other: u8,
  st_shndx: u16,
  st_value: address,
  st_size: size,
});

export const Elf_Rel = struct({ r_offset: size, r_info: size });
export const Elf_Rela = struct({ r_offset: size, r_info: size, r_addend: size });

export const Elf32_Chdr = struct({ ch_type: u32, ch_size: size, ch_addralign: size });
export const Elf64_Chdr = struct({ ch_type: u32, ch_reserved: u32, ch_size: size, ch_addralign: size });
