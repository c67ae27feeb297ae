import type { ElfEditor, Relocation } from "../elf-editor.ts";
import { Absent } from "../elf-editor.ts";
import { type Mutant, mutantsOf, THIS_MODULE } from "./define-mutant.ts";

const m = mutantsOf("plain");

/** Stands for the section with the code of the seed, which a compiler may find unlikely to run. */
const CODE = ".text";

function sectionOf(elf: ElfEditor, name: string): number {
  const unlikely = name === CODE && elf.has(".text.unlikely") ? elf.section(".text.unlikely") : 0;
  return elf.field(unlikely, "sh_size") > 0 ? unlikely : elf.section(name);
}
const of = (elf: ElfEditor, section: string): Relocation[] =>
  elf.relocations(elf.relocationsOf(sectionOf(elf, section)));
function first(elf: ElfEditor, section: string): Relocation {
  const [found] = of(elf, section);
  if (!found) throw new Absent(`relocations of ${section}`);
  return found;
}
function last(elf: ElfEditor, section: string): Relocation {
  const found = of(elf, section).at(-1);
  if (!found) throw new Absent(`relocations of ${section}`);
  return found;
}
/** The first relocation of `section` whose symbol is an import. @throws {Absent} */
function call(elf: ElfEditor, section: string): Relocation {
  const symbols = elf.symbols();
  const found = of(elf, section).find(({ symbol }) => symbol > 0 && symbols[symbol]?.st_shndx === 0);
  if (!found) throw new Absent(`a relocation of ${section} to an import`);
  return found;
}

const typed = (id: string, change: string, section: string, type: number): Mutant =>
  m(id, change, (elf) => elf.setRelocation(first(elf, section), { type }));

/** The addend of the first relocation; addends inside the section are for architectures without RELA. */
const addend = (id: string, change: string, section: string, value: bigint): Mutant =>
  m(id, change, (elf) => elf.setRelocation(call(elf, section), { addend: value }));

/** Relocations of code and data. */
export default [
  typed("reloc-type-last", "a relocation of .text is of the last type there can be", CODE, 0xff),
  typed("reloc-type-30", "a relocation of .text is of type 30", CODE, 30),
  typed("reloc-type-none", "a relocation of .text is of type 0", CODE, 0),
  typed("reloc-type-gotpcrel", "a relocation of .text is of type 9, on x86_64 GOTPCREL", CODE, 9),
  typed("reloc-type-gotpcrelx", "a relocation of .text is of type 42, on x86_64 REX_GOTPCRELX", CODE, 42),
  typed("reloc-type-tls", "a relocation of .text is of type 22, on x86_64 GOTTPOFF", CODE, 22),
  typed("reloc-type-init", "a relocation of .init.text is of the last type there can be", ".init.text", 0xff),
  typed("reloc-type-data", "a relocation of .data is of the last type there can be", ".data", 0xff),
  typed("reloc-type-this", "a relocation of this_module is of the last type there can be", THIS_MODULE, 0xff),
  typed("reloc-type-param", "a relocation of __param is of the last type there can be", "__param", 0xff),
  m("reloc-type-wide", "a relocation of .text is of a type above 8 bits", (elf) => {
    if (!elf.wide) throw new Absent("types above 8 bits");
    elf.setRelocation(first(elf, CODE), { type: 0x12345 });
  }),
  m("reloc-type-unloaded", "a relocation for a section that is not loaded is of an unknown type", (elf) => {
    const relocations = elf.content(elf.relocationsOf(elf.section(THIS_MODULE)));
    const index = elf.add(".rela.comment", relocations, {
      sh_type: elf.field(elf.relocationsOf(elf.section(THIS_MODULE)), "sh_type"),
      sh_flags: 0,
      sh_link: elf.symtab,
      sh_info: elf.section(".comment"),
    });
    for (const relocation of elf.relocations(index)) elf.setRelocation(relocation, { type: 0xff });
  }),
  m("reloc-symbol-0", "a relocation of .text has no symbol", (elf) =>
    elf.setRelocation(first(elf, CODE), { symbol: 0 }),
  ),
  m("reloc-symbol-past", "the symbol of a relocation of .text is not there", (elf) =>
    elf.setRelocation(first(elf, CODE), { symbol: 0xfffff0 }),
  ),
  m("reloc-symbol-count", "the symbol of a relocation of .text is that behind the last", (elf) =>
    elf.setRelocation(first(elf, CODE), { symbol: elf.symbols().length }),
  ),
  m("reloc-symbol-past-init", "the symbol of a relocation of .init.text is not there", (elf) =>
    elf.setRelocation(first(elf, ".init.text"), { symbol: 0xfffff0 }),
  ),
  m("reloc-offset-past", "a relocation of .text is 256 MiB outside", (elf) =>
    elf.setRelocation(first(elf, CODE), { r_offset: 1 << 28 }),
  ),
  m("reloc-offset-end", "a relocation of .text begins where .text ends", (elf) =>
    elf.setRelocation(first(elf, CODE), { r_offset: elf.field(sectionOf(elf, CODE), "sh_size") }),
  ),
  m("reloc-offset-partly", "a relocation of .text ends one byte outside", (elf) =>
    elf.setRelocation(first(elf, CODE), { r_offset: elf.field(sectionOf(elf, CODE), "sh_size") - 3 }),
  ),
  m("reloc-offset-top", "a relocation of .text is at the highest address", (elf) =>
    elf.setRelocation(first(elf, CODE), { r_offset: elf.wide ? 0xffff_ffff_ffff_fff0n : 0xffff_fff0n }),
  ),
  m("reloc-offset-this-past", "a relocation of this_module is outside it", (elf) =>
    elf.setRelocation(last(elf, THIS_MODULE), {
      r_offset: elf.field(elf.section(THIS_MODULE), "sh_size") + 64,
    }),
  ),
  m("reloc-twice", "a relocation of .text is applied twice", (elf) => {
    const [one, two] = of(elf, CODE);
    if (!one || !two) throw new Absent("two relocations of .text");
    elf.setRelocation(two, { r_offset: one.r_offset, symbol: one.symbol, type: one.type });
  }),
  m("reloc-target-nonzero", "the bytes that a relocation of .text writes are not zero", (elf) => {
    const { r_offset } = call(elf, CODE);
    elf.patch(elf.field(sectionOf(elf, CODE), "sh_offset") + r_offset, [0x55, 0x55, 0x55]);
  }),
  m("reloc-data-nonzero", "the bytes that a relocation of .data writes are not zero", (elf) => {
    const { r_offset } = first(elf, ".data");
    elf.patch(elf.field(elf.section(".data"), "sh_offset") + r_offset, [0x55, 0x55, 0x55, 0x55]);
  }),
  m("reloc-this-nonzero", "the bytes where init goes are not zero", (elf) => {
    const { r_offset } = first(elf, THIS_MODULE);
    elf.patch(elf.field(elf.section(THIS_MODULE), "sh_offset") + r_offset, [0x10]);
  }),
  addend("reloc-addend-large", "the addend of a call is 4 GiB", CODE, 1n << 32n),
  addend("reloc-addend-huge", "the addend of a call is 2 to the 62", CODE, 1n << 62n),
  addend("reloc-addend-init", "the addend of a call in .init.text is 2 to the 40", ".init.text", 1n << 40n),
  m("reloc-removed", "the relocations of .text are no relocations", (elf) =>
    elf.setField(elf.relocationsOf(sectionOf(elf, CODE)), "sh_type", 1),
  ),
  m("reloc-data-removed", "the relocations of __param are no relocations", (elf) =>
    elf.setField(elf.relocationsOf(elf.section("__param")), "sh_type", 1),
  ),
  m("reloc-livepatch", "the relocations of .data are livepatch ones", (elf) => {
    const index = elf.relocationsOf(elf.section(".data"));
    elf.setField(index, "sh_flags", elf.field(index, "sh_flags") | 0x0010_0000);
  }),
  m("reloc-renamed", "the section of relocations of .text has another name", (elf) =>
    elf.rename(elf.relocationsOf(sectionOf(elf, CODE)), ".kofit.relocations"),
  ),
  m("reloc-empty", "the section of relocations of .data is empty", (elf) =>
    elf.setField(elf.relocationsOf(elf.section(".data")), "sh_size", 0),
  ),
] satisfies readonly Mutant[] as readonly Mutant[];
