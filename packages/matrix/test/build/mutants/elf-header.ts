import type { ElfEditor } from "../elf-editor.ts";
import { type Mutant, mutantsOf } from "./define-mutant.ts";

const m = mutantsOf("plain");

type HeaderField = Parameters<ElfEditor["setHeader"]>[0];
type Value = number | bigint | ((elf: ElfEditor) => number);

const set = (id: string, change: string, field: HeaderField, value: Value): Mutant =>
  m(id, change, (elf) => elf.setHeader(field, typeof value === "function" ? value(elf) : value));

const X86_64 = 62;
const AARCH64 = 183;
const other = (elf: ElfEditor): number => (elf.header("e_machine") === X86_64 ? AARCH64 : X86_64);
const top = (elf: ElfEditor): bigint => (elf.wide ? 0xffff_ffff_ffff_fff0n : 0xffff_fff0n);

/** The file header, field by field. */
export default [
  set("magic-first", "the first byte of the magic number is 0x7e", "ei_mag0", 0x7e),
  set("magic-second", "the magic number says \\x7fFLF", "ei_mag1", 0x46),
  set("class-other", "EI_CLASS names the other class", "ei_class", (elf) => (elf.wide ? 1 : 2)),
  set("class-9", "EI_CLASS is 9", "ei_class", 9),
  set("class-0", "EI_CLASS is 0", "ei_class", 0),
  set("data-big", "EI_DATA says big-endian, the file is not", "ei_data", 2),
  set("data-0", "EI_DATA is 0", "ei_data", 0),
  set("ident-version", "EI_VERSION is 7", "ei_version", 7),
  set("osabi", "EI_OSABI is 3", "ei_osabi", 3),
  set("abi-version", "EI_ABIVERSION is 1", "ei_abiversion", 1),
  set("ident-padding", "the padding of e_ident is not zero", "pad2", 0xffff_ffff),
  set("type-none", "e_type is ET_NONE", "e_type", 0),
  set("type-exec", "e_type is ET_EXEC", "e_type", 2),
  set("type-dyn", "e_type is ET_DYN", "e_type", 3),
  set("type-core", "e_type is ET_CORE", "e_type", 4),
  set("type-swapped", "e_type is ET_REL in the other byte order", "e_type", 0x100),
  set("type-high", "e_type is 0xff01", "e_type", 0xff01),
  set("machine-0", "e_machine is 0", "e_machine", 0),
  set("machine-386", "e_machine is EM_386", "e_machine", 3),
  set("machine-arm", "e_machine is EM_ARM", "e_machine", (elf) => (elf.header("e_machine") === 40 ? 8 : 40)),
  set("machine-ppc", "e_machine is EM_PPC64", "e_machine", 21),
  set("machine-other", "e_machine is that of another 64-bit architecture", "e_machine", other),
  set("machine-high", "e_machine has a bit too many", "e_machine", (elf) => elf.header("e_machine") | 0x8000),
  set("e-version", "e_version is 9", "e_version", 9),
  set("entry", "e_entry is 0x1000", "e_entry", 0x1000),
  set("entry-odd", "e_entry is 0x1003", "e_entry", 0x1003),
  set("entry-thumb", "e_entry is 1", "e_entry", 1),
  set("phoff", "e_phoff is far outside the file", "e_phoff", 0x7fff_0000),
  set("flags-bit", "one bit of e_flags is turned", "e_flags", (elf) => elf.header("e_flags") ^ 0x10),
  set("flags-0", "e_flags is 0", "e_flags", 0),
  set("flags-all", "every bit of e_flags is set", "e_flags", 0xffff_ffff),
  set("ehsize", "e_ehsize is 1", "e_ehsize", 1),
  set("phnum", "e_phnum is 5", "e_phnum", 5),
  set("phentsize", "e_phentsize is 56", "e_phentsize", 56),
  set("shentsize-0", "e_shentsize is 0", "e_shentsize", 0),
  set("shentsize-other", "e_shentsize is that of the other class", "e_shentsize", (elf) =>
    elf.wide ? 40 : 64,
  ),
  set("shentsize-128", "e_shentsize is 128", "e_shentsize", 128),
  set("shoff-0", "e_shoff is 0", "e_shoff", 0),
  set("shoff-odd", "e_shoff is one byte too far", "e_shoff", (elf) => elf.header("e_shoff") + 1),
  set("shoff-end", "e_shoff is the size of the file", "e_shoff", (elf) => elf.size),
  set("shoff-last", "the section table begins 64 bytes before the end", "e_shoff", (elf) => elf.size - 64),
  set("shoff-past", "e_shoff is beyond the end of the file", "e_shoff", (elf) => elf.size + 64),
  m("shoff-top", "e_shoff is the highest address", (elf) => elf.setHeader("e_shoff", top(elf))),
  set("shnum-0", "e_shnum is 0", "e_shnum", 0),
  set("shnum-1", "e_shnum is 1", "e_shnum", 1),
  set("shnum-less", "e_shnum is one less", "e_shnum", (elf) => elf.header("e_shnum") - 1),
  set(
    "shnum-more",
    "e_shnum is one more: the table ends outside the file",
    "e_shnum",
    (elf) => elf.header("e_shnum") + 1,
  ),
  set("shnum-60000", "e_shnum is 60000", "e_shnum", 60_000),
  set("shstrndx-0", "e_shstrndx is 0", "e_shstrndx", 0),
  set("shstrndx-1", "e_shstrndx is the index of .text", "e_shstrndx", 1),
  set("shstrndx-count", "e_shstrndx is e_shnum", "e_shstrndx", (elf) => elf.header("e_shnum")),
  set("shstrndx-xindex", "e_shstrndx is SHN_XINDEX", "e_shstrndx", 0xffff),
  set("shstrndx-strtab", "e_shstrndx is the table of symbol names", "e_shstrndx", (elf) => elf.strtab),
] satisfies readonly Mutant[] as readonly Mutant[];
