import type { ElfEditor } from "../elf-editor.ts";
import { type Mutant, mutantsOf, THIS_MODULE } from "./define-mutant.ts";

const m = mutantsOf("plain");

type SectionField = Parameters<ElfEditor["setField"]>[1];
type Value = number | bigint | ((elf: ElfEditor, section: number) => number | bigint);
type Which = string | ((elf: ElfEditor) => number);

/** One field of one section header. */
export const setSection = (
  id: string,
  change: string,
  which: Which,
  field: SectionField,
  value: Value,
  of: typeof m = m,
): Mutant =>
  of(id, change, (elf) => {
    const index = typeof which === "string" ? elf.section(which) : which(elf);
    elf.setField(index, field, typeof value === "function" ? value(elf, index) : value);
  });

const set = setSection;
const zero = (): number => 0;
const top = (elf: ElfEditor): bigint => (elf.wide ? 0xffff_ffff_ffff_f000n : 0xffff_f000n);
const size = (elf: ElfEditor): number => elf.size;
const thisRelocations = (elf: ElfEditor): number => elf.relocationsOf(elf.section(THIS_MODULE));

/** Section headers, field by field. String tables, flags and special sections have files of their own. */
export default [
  set("section-text-past", ".text begins at the end of the file", ".text", "sh_offset", size),
  set("section-modinfo-large", ".modinfo is 16 MiB long", ".modinfo", "sh_size", 1 << 24),
  set("section-modinfo-top", ".modinfo is as long as the address space", ".modinfo", "sh_size", top),
  set("section-offset-top", ".modinfo begins at the end of the address space", ".modinfo", "sh_offset", top),
  set(
    "section-comment-past",
    ".comment begins beyond the end of the file",
    ".comment",
    "sh_offset",
    (elf) => elf.size + 5,
  ),
  set(
    "section-comment-one-long",
    ".comment ends one byte beyond the file",
    ".comment",
    "sh_size",
    (elf, i) => elf.size - elf.field(i, "sh_offset") + 1,
  ),
  set(
    "section-comment-to-end",
    ".comment ends where the file ends",
    ".comment",
    "sh_size",
    (elf, i) => elf.size - elf.field(i, "sh_offset"),
  ),
  set(
    "section-bss-past",
    ".bss, without content, begins beyond the end of the file",
    ".bss",
    "sh_offset",
    (elf) => elf.size + 500,
  ),
  set("section-bss-top", ".bss begins at the end of the address space", ".bss", "sh_offset", top),
  set("section-bss-progbits", ".bss is SHT_PROGBITS", ".bss", "sh_type", 1),
  set(
    "section-rela-past",
    "the relocations of this_module are longer than the file",
    thisRelocations,
    "sh_size",
    size,
  ),
  set("section-text-address", ".text has an address", ".text", "sh_addr", 0x1000),
  set("section-text-entsize", ".text has an entry size", ".text", "sh_entsize", 7),
  set("section-text-align-3", ".text is aligned to 3", ".text", "sh_addralign", 3),
  set("section-text-align-0", ".text is aligned to 0", ".text", "sh_addralign", 0),
  set("section-text-align-64k", ".text is aligned to 64 KiB", ".text", "sh_addralign", 1 << 16),
  set("section-text-link", "sh_link of .text names no section", ".text", "sh_link", 999),
  set("section-text-info", "sh_info of .text names no section", ".text", "sh_info", 999),
  set(
    "section-comment-flags",
    ".comment has every flag of the operating system",
    ".comment",
    "sh_flags",
    0x0ff0_0000,
  ),
  set("section-comment-type", ".comment is of a type that nobody knows", ".comment", "sh_type", 0x6fff_1234),
  set("section-comment-null", ".comment is SHT_NULL", ".comment", "sh_type", 0),
  set("section-text-note", ".text is SHT_NOTE", ".text", "sh_type", 7),
  set("section-rela-link", "sh_link of relocations names no section", thisRelocations, "sh_link", 999),
  set(
    "section-rela-info-0",
    "the relocations of this_module are for section 0",
    thisRelocations,
    "sh_info",
    0,
  ),
  set(
    "section-rela-info-past",
    "the relocations of this_module are for a section that is not there",
    thisRelocations,
    "sh_info",
    999,
  ),
  set(
    "section-rela-comment",
    "the relocations of this_module are for .comment",
    thisRelocations,
    "sh_info",
    (elf) => elf.section(".comment"),
  ),
  set(
    "section-rela-type",
    "the relocations of this_module are of the other kind",
    thisRelocations,
    "sh_type",
    (elf, i) => (elf.field(i, "sh_type") === 4 ? 9 : 4),
  ),
  set(
    "section-rela-entsize",
    "the relocations of this_module say a wrong entry size",
    thisRelocations,
    "sh_entsize",
    5,
  ),
  set(
    "section-rela-half",
    "half of the last relocation of this_module is cut off",
    thisRelocations,
    "sh_size",
    (elf, i) => elf.field(i, "sh_size") - elf.wordSize,
  ),
  set(
    "section-name-far",
    "the name of .modinfo is 1 MiB into the name table",
    ".modinfo",
    "sh_name",
    1 << 20,
  ),
  set(
    "section-name-comment-far",
    "the name of .comment is 1 MiB into the name table",
    ".comment",
    "sh_name",
    1 << 20,
  ),
  set(
    "section-name-end",
    "the name of .modinfo begins where the name table ends",
    ".modinfo",
    "sh_name",
    (elf) => elf.field(elf.header("e_shstrndx"), "sh_size"),
  ),
  set(
    "section-name-comment-end",
    "the name of .comment begins where the name table ends",
    ".comment",
    "sh_name",
    (elf) => elf.field(elf.header("e_shstrndx"), "sh_size"),
  ),
  set(
    "section-name-last",
    "the name of .comment is the last byte of the name table",
    ".comment",
    "sh_name",
    (elf) => elf.field(elf.header("e_shstrndx"), "sh_size") - 1,
  ),
  set("section0-type", "section 0 is SHT_PROGBITS", zero, "sh_type", 1),
  set("section0-size", "section 0 has a size", zero, "sh_size", 8),
  set("section0-address", "section 0 has an address", zero, "sh_addr", 16),
  set("section0-flags", "section 0 is loaded", zero, "sh_flags", 2),
  set("section0-offset", "section 0 has an offset beyond the file", zero, "sh_offset", 1 << 20),
  set("section0-link", "section 0 has a link", zero, "sh_link", 3),
  set("section0-name", "section 0 has a name far outside", zero, "sh_name", 1 << 20),
  m(
    "section-added",
    "a section that nobody knows is added",
    (elf) => void elf.add(".kofit", new Uint8Array(64)),
  ),
  m(
    "section-added-unloaded",
    "a section that is not loaded is added",
    (elf) => void elf.add(".kofit", new Uint8Array(64), { sh_flags: 0 }),
  ),
  m("section-added-empty", "an empty section is added", (elf) => void elf.add(".kofit", new Uint8Array(0))),
  m(
    "section-added-exec",
    "a section with code is added",
    (elf) => void elf.add(".text.kofit", new Uint8Array(64), { sh_flags: 6 }),
  ),
  m(
    "section-added-init",
    "a section of the init part is added",
    (elf) => void elf.add(".init.kofit", new Uint8Array(64), { sh_flags: 3 }),
  ),
  m(
    "section-text-twice",
    "a second .text is added",
    (elf) => void elf.add(".text", new Uint8Array(64), { sh_flags: 6 }),
  ),
  m("section-comment-renamed", ".comment has another name", (elf) =>
    elf.rename(elf.section(".comment"), ".remark"),
  ),
  m("section-build-id-gone", "the build id has another name", (elf) =>
    elf.rename(elf.section(".note.gnu.build-id"), ".note.kofit"),
  ),
  m("section-build-id-short", "the note of the build id is cut short", (elf) => {
    elf.setField(elf.section(".note.gnu.build-id"), "sh_size", 10);
  }),
] satisfies readonly Mutant[] as readonly Mutant[];
