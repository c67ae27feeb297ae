import type { ElfEditor } from "../elf-editor.ts";
import { type Mutant, mutantsOf } from "./define-mutant.ts";
import { setSection as set } from "./sections.ts";

const m = mutantsOf("plain");

const names = (elf: ElfEditor): number => elf.header("e_shstrndx");
const symtab = (elf: ElfEditor): number => elf.symtab;
const strtab = (elf: ElfEditor): number => elf.strtab;
const oneLess = (elf: ElfEditor, section: number): number => elf.field(section, "sh_size") - 1;

/** The symbol table and the two tables of names. */
export default [
  set("names-type", "the section name table is SHT_PROGBITS", names, "sh_type", 1),
  set("names-nobits", "the section name table is SHT_NOBITS", names, "sh_type", 8),
  set("names-empty", "the section name table is empty", names, "sh_size", 0),
  set(
    "names-past",
    "the section name table begins at the end of the file",
    names,
    "sh_offset",
    (elf) => elf.size,
  ),
  m("names-empty-start", "the section name table is empty, and begins where the file begins", (elf) => {
    elf.setField(names(elf), "sh_size", 0);
    elf.setField(names(elf), "sh_offset", 0);
  }),
  m("names-empty-behind-letter", "the section name table is empty, and stands behind a letter", (elf) => {
    elf.setField(names(elf), "sh_size", 0);
    elf.setField(names(elf), "sh_offset", 2);
  }),
  m("names-empty-unloaded", "the section name table is empty, and no section is loaded", (elf) => {
    elf.setField(names(elf), "sh_size", 0);
    for (let index = 1; index < elf.header("e_shnum"); index += 1) elf.setField(index, "sh_flags", 0);
  }),
  m(
    "names-and-bounds",
    ".text has its name behind the table, and the last section is outside the file",
    (elf) => {
      elf.setField(elf.section(".text"), "sh_name", elf.field(names(elf), "sh_size"));
      elf.setField(elf.header("e_shnum") - 1, "sh_offset", elf.size);
    },
  ),
  m("symtab-two-link-0", "there is a second symbol table, which has no table of names", (elf) => {
    elf.add(".symtab2", new Uint8Array(48), { sh_type: 2, sh_addralign: 8, sh_flags: 0, sh_link: 0 });
  }),
  set("names-unterminated", "the last NUL of the section name table is cut off", names, "sh_size", oneLess),
  m("names-leading", "the section name table does not begin with NUL", (elf) =>
    elf.patch(elf.field(names(elf), "sh_offset"), [0x41]),
  ),
  set("symtab-none", "the symbol table is SHT_PROGBITS", symtab, "sh_type", 1),
  set("symtab-dynsym", "the symbol table is SHT_DYNSYM", symtab, "sh_type", 11),
  set("symtab-renamed", "the symbol table has an empty name", symtab, "sh_name", 0),
  set("symtab-link-0", "the symbol table has no table of names", symtab, "sh_link", 0),
  set("symtab-link-past", "the table of symbol names is a section that is not there", symtab, "sh_link", 200),
  set("symtab-link-modinfo", "the table of symbol names is .modinfo", symtab, "sh_link", (elf) =>
    elf.section(".modinfo"),
  ),
  set("symtab-link-names", "the table of symbol names is that of sections", symtab, "sh_link", names),
  set("symtab-info-0", "the symbol table says that it has no local symbols", symtab, "sh_info", 0),
  set("symtab-info-past", "the symbol table says that all symbols are local", symtab, "sh_info", 9999),
  set("symtab-entsize", "the symbol table says a wrong entry size", symtab, "sh_entsize", 7),
  set("symtab-empty", "the symbol table is empty", symtab, "sh_size", 0),
  set(
    "symtab-part",
    "the symbol table ends within its last symbol",
    symtab,
    "sh_size",
    (elf, i) => elf.field(i, "sh_size") - 4,
  ),
  set("symtab-loaded", "the symbol table is SHF_ALLOC", symtab, "sh_flags", 2),
  m("symtab-two", "there is a second symbol table", (elf) => {
    const table = elf.symtab;
    elf.add(".symtab2", elf.content(table), {
      sh_type: 2,
      sh_flags: 0,
      sh_link: elf.strtab,
      sh_info: elf.field(table, "sh_info"),
      sh_entsize: elf.field(table, "sh_entsize"),
    });
  }),
  set("strtab-type", "the table of symbol names is SHT_PROGBITS", strtab, "sh_type", 1),
  set("strtab-empty", "the table of symbol names is empty", strtab, "sh_size", 0),
  set(
    "strtab-unterminated",
    "the last NUL of the table of symbol names is cut off",
    strtab,
    "sh_size",
    oneLess,
  ),
  m("strtab-leading", "the table of symbol names does not begin with NUL", (elf) =>
    elf.patch(elf.field(elf.strtab, "sh_offset"), [0x41]),
  ),
  set("strtab-loaded", "the table of symbol names is SHF_ALLOC", strtab, "sh_flags", 2),
  m("symbol-name-past", "the name of the last symbol is 1 MiB into the table", (elf) => {
    const last = elf.symbols().at(-1);
    if (last) elf.setSymbol(last, "st_name", 1 << 20);
  }),
  m("symbol-name-end", "the name of the last symbol begins where the table ends", (elf) => {
    const last = elf.symbols().at(-1);
    if (last) elf.setSymbol(last, "st_name", elf.field(elf.strtab, "sh_size"));
  }),
  m("symbol-name-local-past", "the name of a local symbol begins where the table ends", (elf) => {
    const local = elf.symbols().find(({ index, st_info }) => index > 0 && st_info >> 4 === 0);
    if (local) elf.setSymbol(local, "st_name", elf.field(elf.strtab, "sh_size"));
  }),
] satisfies readonly Mutant[] as readonly Mutant[];
