import type { ElfEditor, Relocation } from "../elf-editor.ts";
import { Absent } from "../elf-editor.ts";
import { type Mutant, mutantsOf, text, THIS_MODULE } from "./define-mutant.ts";
import { changeTag } from "./modinfo-entries.ts";
import { setSection as set } from "./sections.ts";

const m = mutantsOf("plain");

const thisModule = (elf: ElfEditor): number => elf.section(THIS_MODULE);
const relocations = (elf: ElfEditor): number => elf.relocationsOf(thisModule(elf));

/** The relocation that puts the address of `init_module` or `cleanup_module` there. @throws {Absent} */
function pointer(elf: ElfEditor, function_: string): Relocation {
  const symbols = elf.symbols();
  const found = elf.relocations(relocations(elf)).find(({ symbol }) => symbols[symbol]?.name === function_);
  if (!found) throw new Absent(`a relocation to ${function_}`);
  return found;
}

const moved = (id: string, function_: string, words: number, of: typeof m = m): Mutant =>
  of(
    id,
    `the pointer to ${function_} is ${Math.abs(words)} words too ${words < 0 ? "low" : "high"}`,
    (elf) => {
      const found = pointer(elf, function_);
      elf.setRelocation(found, { r_offset: found.r_offset + words * elf.wordSize });
    },
  );

const resized = (id: string, change: string, bytes: (elf: ElfEditor) => number): Mutant =>
  m(id, change, (elf) => {
    const content = elf.content(thisModule(elf));
    const other = new Uint8Array(Math.max(0, content.length + bytes(elf)));
    other.set(content.subarray(0, other.length));
    elf.setContent(thisModule(elf), other);
  });

/** Offset of `name` in struct module: behind `state` and `list`. */
const nameOffset = (elf: ElfEditor): number => 3 * elf.wordSize;

const named = (id: string, change: string, name: Uint8Array): Mutant =>
  m(id, change, (elf) => elf.patch(elf.field(thisModule(elf), "sh_offset") + nameOffset(elf), name));

/** A module with another name in both places. */
const called = (id: string, name: string, seed = "plain"): Mutant =>
  mutantsOf(seed)(id, `the module is named ${name}, in both places`, (elf) => {
    elf.patch(elf.field(thisModule(elf), "sh_offset") + nameOffset(elf), text(`${name}\0`));
    changeTag(elf, "name", () => name);
  });

/** `struct module` as modpost wrote it. */
export default [
  m("this-missing", "this_module has another name", (elf) => elf.rename(thisModule(elf), `${THIS_MODULE}x`)),
  m("this-twice", "there is a second this_module", (elf) => {
    elf.add(THIS_MODULE, elf.content(thisModule(elf)), { sh_flags: 3, sh_addralign: 64 });
  }),
  m("this-twice-unloaded", "there is a second this_module that is not loaded", (elf) => {
    elf.add(THIS_MODULE, elf.content(thisModule(elf)), { sh_flags: 0, sh_addralign: 64 });
  }),
  m("this-first-unloaded", "the first of two this_module is not loaded", (elf) => {
    elf.add(THIS_MODULE, elf.content(thisModule(elf)), { sh_flags: 3, sh_addralign: 64 });
    elf.setField(thisModule(elf), "sh_flags", 0);
  }),
  set("this-nobits", "this_module is SHT_NOBITS", thisModule, "sh_type", 8),
  set("this-note", "this_module is SHT_NOTE", thisModule, "sh_type", 7),
  set("this-unloaded", "this_module is not SHF_ALLOC", thisModule, "sh_flags", 1),
  set("this-read-only", "this_module is not SHF_WRITE", thisModule, "sh_flags", 2),
  set("this-empty", "this_module has no size", thisModule, "sh_size", 0),
  set("this-align-8", "this_module is aligned to 8", thisModule, "sh_addralign", 8),
  set("this-align-128", "this_module is aligned to 128", thisModule, "sh_addralign", 128),
  resized("this-plus-word", "this_module is one word longer", (elf) => elf.wordSize),
  resized("this-plus-64", "this_module is a cache line longer", () => 64),
  resized("this-plus-4096", "this_module is a page longer", () => 4096),
  resized("this-minus-word", "this_module is one word shorter", (elf) => -elf.wordSize),
  resized("this-minus-64", "this_module is a cache line shorter", () => -64),
  resized("this-minus-128", "this_module is two cache lines shorter", () => -128),
  resized("this-half", "this_module is half as long", (elf) => -elf.field(thisModule(elf), "sh_size") >> 1),
  moved("exit-minus-3", "cleanup_module", -3),
  moved("exit-minus-1", "cleanup_module", -1),
  moved("exit-plus-1", "cleanup_module", 1),
  moved("exit-plus-3", "cleanup_module", 3),
  moved("exit-plus-2", "cleanup_module", 2),
  moved("exit-minus-3-noinit", "cleanup_module", -3, mutantsOf("noinit")),
  moved("init-minus-2", "init_module", -2),
  moved("init-minus-1", "init_module", -1),
  moved("init-plus-1", "init_module", 1),
  moved("init-plus-3", "init_module", 3),
  m("init-exit-swapped", "init and exit have changed places", (elf) => {
    const [init, exit] = [pointer(elf, "init_module"), pointer(elf, "cleanup_module")];
    elf.setRelocation(init, { symbol: exit.symbol });
    elf.setRelocation(exit, { symbol: init.symbol });
  }),
  m("this-relocations-reversed", "the two relocations of this_module have changed places", (elf) => {
    const [init, exit] = [pointer(elf, "init_module"), pointer(elf, "cleanup_module")];
    elf.setRelocation(init, { symbol: exit.symbol, r_offset: exit.r_offset });
    elf.setRelocation(exit, { symbol: init.symbol, r_offset: init.r_offset });
  }),
  set("this-unrelocated", "the relocations of this_module are no relocations", relocations, "sh_type", 1),
  m("exit-none", "the relocation to cleanup_module is R_*_NONE", (elf) => {
    elf.setRelocation(pointer(elf, "cleanup_module"), { type: 0 });
  }),
  m("this-name-padding", "the bytes behind the name in this_module are not zero", (elf) => {
    elf.patch(elf.field(thisModule(elf), "sh_offset") + nameOffset(elf) + 8, text("zz"));
  }),
  m("this-state", "the state in this_module is not zero", (elf) =>
    elf.patch(elf.field(thisModule(elf), "sh_offset"), [2]),
  ),
  m("this-list", "the list head in this_module is not zero", (elf) =>
    elf.patch(
      elf.field(thisModule(elf), "sh_offset") + elf.wordSize,
      new Uint8Array(elf.wordSize).fill(0x55),
    ),
  ),
  m("this-last-byte", "the last byte of this_module is not zero", (elf) => {
    const index = thisModule(elf);
    elf.patch(elf.field(index, "sh_offset") + elf.field(index, "sh_size") - 1, [0xff]);
  }),
  named("name-space", "the name in this_module has a space", text("pl in")),
  named("name-dots", "the name in this_module is `..`", text("..\0\0\0")),
  named("name-slash", "the name in this_module has a slash", text("pl/in")),
  named("name-empty", "the name in this_module is empty", new Uint8Array(6)),
  named("name-other", "the name in this_module is not that of .modinfo", text("kofit_other\0")),
  named("name-of-kernel", "the name in this_module is that of a directory in /sys/module", text("module\0")),
  m("name-builtin", "the name in this_module is that of a built-in module with parameters", (elf, kit) => {
    const [name] = kit.builtins;
    if (name === undefined) throw new Absent("built-in modules");
    elf.patch(elf.field(thisModule(elf), "sh_offset") + nameOffset(elf), text(`${name}\0`));
  }),
  m("name-both-other", "the module has another name, in both places", (elf) => {
    elf.patch(elf.field(thisModule(elf), "sh_offset") + nameOffset(elf), text("kofit_other\0"));
    changeTag(elf, "name", () => "kofit_other");
  }),
  called("name-vmlinux", "vmlinux"),
  called("name-driverloader", "driverloader"),
  called("name-lve", "lve"),
  called("name-ndiswrapper", "ndiswrapper"),
  called("name-driverloader-gpl", "driverloader", "gplonly"),
  called("name-ndiswrapper-gpl", "ndiswrapper", "gplonly"),
] satisfies readonly Mutant[] as readonly Mutant[];
