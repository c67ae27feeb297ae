// Names and values of <elf.h>, as far as the module loader and kofit look at them.

export const ET_REL = 1;
export const ET_EXEC = 2;
export const ET_DYN = 3;

export const EM_386 = 3;
export const EM_MIPS = 8;
export const EM_PPC = 20;
export const EM_PPC64 = 21;
export const EM_S390 = 22;
export const EM_ARM = 40;
export const EM_X86_64 = 62;
export const EM_AARCH64 = 183;
export const EM_RISCV = 243;

export const SHT_NULL = 0;
export const SHT_PROGBITS = 1;
export const SHT_SYMTAB = 2;
export const SHT_STRTAB = 3;
export const SHT_RELA = 4;
export const SHT_NOBITS = 8;
export const SHT_REL = 9;

export const SHF_WRITE = 0x1;
export const SHF_ALLOC = 0x2;
export const SHF_EXECINSTR = 0x4;
/** The bytes start with an `Elf_Chdr` and are compressed. */
export const SHF_COMPRESSED = 0x800;
/** Relocations that livepatch applies. include/uapi/linux/elf.h */
export const SHF_RELA_LIVEPATCH = 0x0010_0000;

export const SHN_UNDEF = 0;
/** From here on a section index means something else. */
export const SHN_LORESERVE = 0xff00;
/** A symbol that livepatch resolves. include/uapi/linux/elf.h */
export const SHN_LIVEPATCH = 0xff20;
export const SHN_ABS = 0xfff1;
export const SHN_COMMON = 0xfff2;
/** "The real index is elsewhere": in `sh_link` or `sh_size` of section 0. */
export const SHN_XINDEX = 0xffff;

export const STB_LOCAL = 0;
export const STB_GLOBAL = 1;
export const STB_WEAK = 2;

export const STT_SECTION = 3;
export const STT_FILE = 4;

export const ELFCOMPRESS_ZLIB = 1;
export const ELFCOMPRESS_ZSTD = 2;
