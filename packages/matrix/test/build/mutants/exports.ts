import type { ElfEditor } from "../elf-editor.ts";
import { Absent } from "../elf-editor.ts";
import { type Kit, type Mutant, mutantsOf, text, THIS_MODULE } from "./define-mutant.ts";
import { changeTag } from "./modinfo-entries.ts";
import { setSection as set } from "./sections.ts";

const m = mutantsOf("exporter");

const latin1 = new TextDecoder("latin1");

/** An export of vmlinux whose name is as long as `like`. @throws {Absent} */
function sameLength(kit: Kit, like: string, skip = 0): string {
  const found = kit.symvers.filter(
    ({ owner, symbol }) => owner === "vmlinux" && symbol.length === like.length,
  );
  const one = found[skip];
  if (!one) throw new Absent(`an export of ${like.length} letters`);
  return one.symbol;
}

/** Writes another name of the same length wherever the old one stands: names of exports are in several tables. */
function replaceAll(elf: ElfEditor, old: string, by: string): void {
  const all = latin1.decode(elf.bytes);
  for (let at = all.indexOf(old); at >= 0; at = all.indexOf(old, at + 1)) elf.patch(at, text(by));
}

const renamed = (id: string, change: string, section: string, seed = m): Mutant =>
  seed(id, change, (elf) => elf.rename(elf.section(section), `${section}x`));

/** What a module exports to others. */
export default [
  m("export-of-vmlinux", "an export has the name of one of vmlinux", (elf, kit) =>
    replaceAll(elf, "kofit_for_all_a", sameLength(kit, "kofit_for_all_a")),
  ),
  m("export-of-vmlinux-gpl", "a GPL-only export has the name of one of vmlinux", (elf, kit) =>
    replaceAll(elf, "kofit_for_gpl_b", sameLength(kit, "kofit_for_gpl_b")),
  ),
  m("export-of-vmlinux-two", "two exports have names of vmlinux", (elf, kit) => {
    replaceAll(elf, "kofit_for_gpl_b", sameLength(kit, "kofit_for_gpl_b", 1));
    replaceAll(elf, "kofit_for_all_a", sameLength(kit, "kofit_for_all_a", 2));
  }),
  m(
    "export-of-module",
    "the module has another name; a module with the same exports is loaded",
    (elf) => {
      elf.patch(elf.field(elf.section(THIS_MODULE), "sh_offset") + 3 * elf.wordSize, text("exporter2\0"));
      changeTag(elf, "name", () => "exporter2");
    },
    { before: ["seed-exporter"] },
  ),
  m("export-and-import", "nothing; a module that imports its exports is loaded behind it", () => {}),
  renamed("kcrctab-missing", "the CRCs of exports for all have another name", "__kcrctab"),
  renamed("kcrctab-gpl-missing", "the CRCs of GPL-only exports have another name", "__kcrctab_gpl"),
  renamed(
    "ksymtab-missing",
    "the table of exports for all has another name",
    "__ksymtab",
    mutantsOf("exports1"),
  ),
  renamed("ksymtab-gpl-missing", "the table of GPL-only exports has another name", "__ksymtab_gpl"),
  renamed("kflagstab-missing", "the flags of exports have another name", "__kflagstab"),
  renamed(
    "ksymtab-strings-renamed",
    "the names of exports stand in a section with another name",
    "__ksymtab_strings",
  ),
  set("kcrctab-unloaded", "the CRCs of exports are not loaded", "__kcrctab", "sh_flags", 0, m),
  set("kcrctab-empty", "there are no CRCs of exports", "__kcrctab", "sh_size", 0, m),
  set("ksymtab-empty", "the table of exports is empty", "__ksymtab", "sh_size", 0, mutantsOf("exports1")),
  set("ksymtab-writable", "the table of exports is writable", "__ksymtab", "sh_flags", 3, m),
  m("ksymtab-gpl-added", "there is an empty __ksymtab_gpl", (elf) => {
    if (elf.has("__ksymtab_gpl")) throw new Absent("a module without __ksymtab_gpl");
    elf.add("__ksymtab_gpl", new Uint8Array(0));
  }),
  mutantsOf("plain")(
    "ksymtab-gpl-filled",
    "a module without exports has a __ksymtab_gpl with a word in it",
    (elf) => {
      elf.add("__ksymtab_gpl", new Uint8Array(4));
    },
  ),
  mutantsOf("plain")("ksymtab-unused", "there is a __ksymtab_unused, of old kernels", (elf) => {
    elf.add("__ksymtab_unused", new Uint8Array(0));
  }),
] satisfies readonly Mutant[] as readonly Mutant[];
