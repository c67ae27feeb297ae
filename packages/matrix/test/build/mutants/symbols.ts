import type { ElfEditor } from "../elf-editor.ts";
import { Absent, type Symbol } from "../elf-editor.ts";
import { type Mutant, mutantsOf } from "./define-mutant.ts";
import { changeRows } from "./version-rows.ts";

const m = mutantsOf("plain");

const GLOBAL = 0x10;
const WEAK = 0x20;
const OBJECT = 1;
const COMMON = 0xfff2;
const NOBODY = "kofit_nobody_has_this";

const first = (elf: ElfEditor): Symbol => elf.imports()[0];
const last = (elf: ElfEditor): Symbol => elf.imports().at(-1) ?? first(elf);
/** A function of the module itself. @throws {Absent} */
function own(elf: ElfEditor, binding: number): Symbol {
  const found = elf
    .symbols()
    .find(
      ({ st_info, st_shndx, name }) =>
        st_info >> 4 === binding && (st_info & 0xf) === 2 && st_shndx > 0 && name !== "",
    );
  if (!found) throw new Absent("an own function");
  return found;
}
const badCrc = (elf: ElfEditor, symbol: string): void =>
  changeRows(elf, (row) => (row.name === symbol ? { ...row, crc: row.crc ^ 3n } : row));
const makeWeak = (elf: ElfEditor, symbol: Symbol): void =>
  elf.setSymbol(symbol, "st_info", WEAK | (symbol.st_info & 0xf));

const added = (
  id: string,
  change: string,
  name: string | undefined,
  fields: Parameters<ElfEditor["addSymbol"]>[1],
): Mutant => m(id, change, (elf) => elf.addSymbol(name, fields));

/** Imports: what they are named, how they are bound, and in which order they fail. */
const imports = [
  m("import-first-unknown", "the first import has a name that nothing exports", (elf) =>
    elf.renameSymbol(first(elf), NOBODY),
  ),
  m("import-last-unknown", "the last import has a name that nothing exports", (elf) =>
    elf.renameSymbol(last(elf), NOBODY),
  ),
  m("import-all-unknown", "every import has a name that nothing exports", (elf) => {
    for (const [i, symbol] of elf.imports().entries()) elf.renameSymbol(symbol, `${NOBODY}_${i}`);
  }),
  m("import-long", "an import has a name of 600 letters", (elf) =>
    elf.renameSymbol(first(elf), "k".repeat(600)),
  ),
  m("import-odd", "an import has a name with a space", (elf) => elf.renameSymbol(first(elf), "kofit nobody")),
  m("import-unknown-then-crc", "the first import is unknown, the last has a wrong CRC", (elf) => {
    badCrc(elf, last(elf).name);
    elf.renameSymbol(first(elf), NOBODY);
  }),
  m("import-crc-then-unknown", "the first import has a wrong CRC, the last is unknown", (elf) => {
    badCrc(elf, first(elf).name);
    elf.renameSymbol(last(elf), NOBODY);
  }),
  m("import-weak-unknown", "the first import is weak, and nothing exports it", (elf) => {
    makeWeak(elf, first(elf));
    elf.renameSymbol(first(elf), NOBODY);
  }),
  m("import-weak-known", "the first import is weak, and there", (elf) => makeWeak(elf, first(elf))),
  m("import-weak-crc", "the first import is weak, and has a wrong CRC", (elf) => {
    makeWeak(elf, first(elf));
    badCrc(elf, first(elf).name);
  }),
  m("import-all-weak", "every import is weak", (elf) => {
    for (const symbol of elf.imports()) makeWeak(elf, symbol);
  }),
  m("import-typed", "the first import has the type of a function", (elf) =>
    elf.setSymbol(first(elf), "st_info", GLOBAL | 2),
  ),
  m("import-tls", "the first import is thread-local", (elf) =>
    elf.setSymbol(first(elf), "st_info", GLOBAL | 6),
  ),
  m("import-local", "the first import is a local symbol", (elf) => elf.setSymbol(first(elf), "st_info", 0)),
  m("import-binding-odd", "the first import has a binding that nobody knows", (elf) =>
    elf.setSymbol(first(elf), "st_info", 0xc0),
  ),
  m("import-hidden", "the first import is hidden", (elf) => elf.setSymbol(first(elf), "st_other", 2)),
  m("import-valued", "the first import has a value", (elf) => elf.setSymbol(first(elf), "st_value", 0x1000)),
  m("import-absolute", "the first import is absolute", (elf) =>
    elf.setSymbol(first(elf), "st_shndx", 0xfff1),
  ),
  added("import-extra-unknown", "there is one more import, which nothing exports and nothing uses", NOBODY, {
    st_info: GLOBAL,
  }),
  added("import-extra-weak", "there is one more import, weak, which nothing exports", NOBODY, {
    st_info: WEAK,
  }),
  added("import-extra-local", "there is one more undefined symbol, local", NOBODY, { st_info: 0 }),
  added("import-extra-nameless", "there is one more import, without a name", undefined, { st_info: GLOBAL }),
  added("import-extra-got", "there is one more import, _GLOBAL_OFFSET_TABLE_", "_GLOBAL_OFFSET_TABLE_", {
    st_info: GLOBAL,
  }),
  added("import-extra-dot-toc", "there is one more import, .TOC. of PowerPC", ".TOC.", { st_info: GLOBAL }),
  m(
    "import-extra-known",
    "there is one more import, which vmlinux exports, without a row in __versions",
    (elf, kit) => {
      const known = kit.symvers.find(
        ({ owner, symbol, namespace }) => owner === "vmlinux" && namespace === "" && symbol === "jiffies",
      );
      if (!known) throw new Absent("jiffies");
      elf.addSymbol(known.symbol, { st_info: GLOBAL });
    },
  ),
  m(
    "import-of-module",
    "there is one more import, which a module of the kernel exports that is not loaded",
    (elf, kit) => {
      const known = kit.symvers.find(({ owner, namespace }) => owner !== "vmlinux" && namespace === "");
      if (!known) throw new Absent("an export of a module");
      elf.addSymbol(known.symbol, { st_info: GLOBAL });
    },
  ),
];

/** Symbols that the module defines. */
const definitions = [
  added("common-symbol", "there is a common symbol", "kofit_special", {
    st_info: GLOBAL | OBJECT,
    st_shndx: COMMON,
    st_value: 8,
    st_size: 8,
  }),
  added("common-lto", "there is a common symbol that gcc's LTO leaves", "__gnu_lto_slim", {
    st_info: GLOBAL | OBJECT,
    st_shndx: COMMON,
    st_value: 1,
    st_size: 1,
  }),
  m("common-and-unknown", "there is a common symbol, and the first import is unknown", (elf) => {
    elf.renameSymbol(first(elf), NOBODY);
    elf.addSymbol("kofit_special", { st_info: GLOBAL | OBJECT, st_shndx: COMMON, st_value: 8, st_size: 8 });
  }),
  added("absolute-symbol", "there is an absolute symbol", "kofit_special", {
    st_info: GLOBAL | OBJECT,
    st_shndx: 0xfff1,
    st_value: 8,
  }),
  added("livepatch-symbol", "there is a symbol in SHN_LIVEPATCH", "kofit_special", {
    st_info: GLOBAL | OBJECT,
    st_shndx: 0xff20,
  }),
  added("symbol-section-past", "there is a symbol in section 500", "kofit_special", {
    st_info: GLOBAL | OBJECT,
    st_shndx: 500,
    st_value: 8,
  }),
  m("symbol-section-count", "there is a symbol in the section behind the last", (elf) =>
    elf.addSymbol("kofit_special", {
      st_info: GLOBAL | OBJECT,
      st_shndx: elf.header("e_shnum"),
      st_value: 8,
    }),
  ),
  added("symbol-xindex", "there is a symbol in SHN_XINDEX", "kofit_special", {
    st_info: GLOBAL | OBJECT,
    st_shndx: 0xffff,
  }),
  added("symbol-reserved", "there is a symbol in a reserved section", "kofit_special", {
    st_info: GLOBAL | OBJECT,
    st_shndx: 0xff42,
  }),
  added("symbol-named-as-kernel", "there is a symbol with the name of an export of vmlinux", "kfree", {
    st_info: GLOBAL | 2,
    st_shndx: 1,
    st_value: 0,
  }),
  added("symbol-value-far", "there is a symbol far outside its section", "kofit_special", {
    st_info: GLOBAL | OBJECT,
    st_shndx: 1,
    st_value: 0x7fff_0000,
  }),
  m("symbol-comment", "there is a symbol in a section that is not loaded", (elf) =>
    elf.addSymbol("kofit_special", {
      st_info: GLOBAL | OBJECT,
      st_shndx: elf.section(".comment"),
      st_value: 4,
    }),
  ),
  m("own-renamed", "a function of the module has another name", (elf) =>
    elf.renameSymbol(own(elf, 0), "kofit_other_name"),
  ),
  m("own-nameless", "a function of the module has no name", (elf) =>
    elf.setSymbol(own(elf, 0), "st_name", 0),
  ),
  m("own-global", "a local function of the module is global", (elf) =>
    elf.setSymbol(own(elf, 0), "st_info", GLOBAL | 2),
  ),
  m("own-typeless", "a function of the module has no type", (elf) =>
    elf.setSymbol(own(elf, 0), "st_info", 0),
  ),
  m("own-sizeless", "a function of the module has no size", (elf) =>
    elf.setSymbol(own(elf, 0), "st_size", 0),
  ),
  m("init-symbol-undefined", "init_module is an import", (elf) =>
    elf.setSymbol(elf.symbol("init_module"), "st_shndx", 0),
  ),
  m("init-symbol-weak", "init_module is weak", (elf) =>
    elf.setSymbol(elf.symbol("init_module"), "st_info", WEAK | 2),
  ),
  m("init-symbol-renamed", "init_module has another name", (elf) =>
    elf.renameSymbol(elf.symbol("init_module"), "kofit_init"),
  ),
  m("symbol-first", "the first symbol, which is none, has a value", (elf) => {
    const [none] = elf.symbols();
    if (none) elf.setSymbol(none, "st_value", 5);
  }),
];

export default [...imports, ...definitions] satisfies readonly Mutant[] as readonly Mutant[];
