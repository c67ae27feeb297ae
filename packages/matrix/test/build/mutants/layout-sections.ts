import { Absent } from "../elf-editor.ts";
import { type Mutant, mutantsOf, THIS_MODULE } from "./define-mutant.ts";
import { changeTag } from "./modinfo-entries.ts";
import { setSection as set } from "./sections.ts";

const m = mutantsOf("plain");
const percpu = mutantsOf("percpu");
const special = mutantsOf("special");
const PERCPU = ".data..percpu";

const missing = (name: string): Mutant =>
  m(`missing${name.replaceAll(/[._]+/g, "-")}`, `there is no ${name}`, (elf) =>
    elf.rename(elf.section(name), `${name}x`),
  );

const percpuSize = (id: string, change: string, size: number): Mutant =>
  percpu(id, change, (elf) => {
    const index = elf.section(PERCPU);
    elf.setContent(index, new Uint8Array(size));
  });

/** Sections that the loader looks for by name, and flags of sections. */
export default [
  missing(".plt"),
  missing(".init.plt"),
  missing(".text.ftrace_trampoline"),
  missing(".init.text.ftrace_trampoline"),
  missing(".got"),
  missing(".got.plt"),
  missing("__param"),
  missing("__patchable_function_entries"),
  missing("__mcount_loc"),
  missing(".init.text"),
  missing(".exit.text"),
  missing(".altinstructions"),
  missing(".orc_unwind"),
  missing(".return_sites"),
  missing(".ARM.exidx"),
  set("plt-nobits", ".plt is SHT_NOBITS", ".plt", "sh_type", 8),
  set("plt-unloaded", ".plt is not loaded", ".plt", "sh_flags", 0),
  set("wx-text", ".text is writable", ".text", "sh_flags", 7),
  set("wx-init", ".init.text is writable", ".init.text", "sh_flags", 7),
  set("wx-data", ".data is executable", ".data", "sh_flags", 7),
  set("wx-comment", ".comment is writable and executable, and not loaded", ".comment", "sh_flags", 5),
  set("wx-this", "this_module is executable", THIS_MODULE, "sh_flags", 7),
  set("x-rodata", ".rodata is executable", ".rodata", "sh_flags", 6),
  set("rodata-writable", ".rodata is writable", ".rodata", "sh_flags", 3),
  set("data-read-only", ".data is not writable", ".data", "sh_flags", 2),
  m(
    "wx-added",
    "there is one more section, writable and executable",
    (elf) => void elf.add(".kofit", new Uint8Array(8), { sh_flags: 7 }),
  ),
  m(
    "wx-added-empty",
    "there is one more section, writable, executable and empty",
    (elf) => void elf.add(".kofit", new Uint8Array(0), { sh_flags: 7 }),
  ),
  m(
    "init-array",
    "there is an .init_array without entries",
    (elf) => void elf.add(".init_array", new Uint8Array(0), { sh_flags: 3 }),
  ),
  m(
    "ctors",
    "there is a .ctors without entries",
    (elf) => void elf.add(".ctors", new Uint8Array(0), { sh_flags: 3 }),
  ),
  m("ctors-and-init-array", "there are .ctors and .init_array", (elf) => {
    elf.add(".ctors", new Uint8Array(8), { sh_flags: 3 });
    elf.add(".init_array", new Uint8Array(8), { sh_flags: 3 });
  }),
  m("obsparm", "there is an __obsparm", (elf) => void elf.add("__obsparm", new Uint8Array(8))),
  // The kernel would follow the pointer, and does not: it has seen the taint before.
  m("events-forced", "there is an _ftrace_events, and no vermagic", (elf) => {
    elf.add("_ftrace_events", new Uint8Array(8), { sh_flags: 3 });
    changeTag(elf, "vermagic", () => undefined);
  }),
  mutantsOf("prop")("events-proprietary", "there is an _ftrace_events, and no licence of the GPL", (elf) => {
    elf.add("_ftrace_events", new Uint8Array(8), { sh_flags: 3 });
  }),
  m("modver", "there is an empty __modver", (elf) => void elf.add("__modver", new Uint8Array(0))),
  m(
    "kallsyms-section",
    "there is a section named as one of the kernel",
    (elf) => void elf.add("__ex_table_kofit", new Uint8Array(24)),
  ),
  percpuSize("percpu-4k", "the variables of each processor are 4 KiB", 4096),
  percpuSize(
    "percpu-9k",
    "the variables of each processor are 9 KiB: more than is reserved for modules",
    9 << 10,
  ),
  percpuSize("percpu-64k", "the variables of each processor are 64 KiB", 64 << 10),
  percpuSize("percpu-1m", "the variables of each processor are 1 MiB", 1 << 20),
  percpu("percpu-empty", "the variables of each processor have no size", (elf) =>
    elf.setField(elf.section(PERCPU), "sh_size", 0),
  ),
  percpu("percpu-align-64k", "the variables of each processor are aligned to 64 KiB", (elf) =>
    elf.setField(elf.section(PERCPU), "sh_addralign", 1 << 16),
  ),
  percpu("percpu-align-3", "the variables of each processor are aligned to 3", (elf) =>
    elf.setField(elf.section(PERCPU), "sh_addralign", 3),
  ),
  percpu("percpu-unloaded", "the variables of each processor are not loaded", (elf) =>
    elf.setField(elf.section(PERCPU), "sh_flags", 1),
  ),
  percpu("percpu-nobits", "the variables of each processor have no content", (elf) =>
    elf.setField(elf.section(PERCPU), "sh_type", 8),
  ),
  percpu("percpu-renamed", "the variables of each processor are in a section with another name", (elf) =>
    elf.rename(elf.section(PERCPU), ".data..each"),
  ),
  special("special-bug-table", "the table of warnings has another name", (elf) =>
    elf.rename(elf.section("__bug_table"), "__bug_tablx"),
  ),
  special("special-ex-table", "the table of exceptions has another name", (elf) =>
    elf.rename(elf.section("__ex_table"), "__ex_tablx"),
  ),
  special("special-jump-table", "the table of jump labels has another name", (elf) =>
    elf.rename(elf.section("__jump_table"), "__jump_tablx"),
  ),
  special("special-jump-empty", "the table of jump labels is empty", (elf) =>
    elf.setField(elf.section("__jump_table"), "sh_size", 0),
  ),
  special("special-orc-odd", "the unwind table ends within an entry", (elf) => {
    const index = elf.section(".orc_unwind");
    elf.setField(index, "sh_size", elf.field(index, "sh_size") - 1);
  }),
  special("special-orc-header", "the version of the unwind table is another", (elf) => {
    const index = elf.section(".orc_header");
    if (elf.field(index, "sh_size") === 0) throw new Absent("content of .orc_header");
    elf.patch(elf.field(index, "sh_offset"), [1, 2, 3]);
  }),
] satisfies readonly Mutant[] as readonly Mutant[];
