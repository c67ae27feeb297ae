import { type Mutant, mutantsOf, only, text } from "./define-mutant.ts";
import { changeTag, modinfoOf, setModinfo } from "./modinfo-entries.ts";
import { setSection as set } from "./sections.ts";
import { changeRows } from "./version-rows.ts";

const m = mutantsOf("plain");

const dropped = (tag: string): Mutant =>
  m(`modinfo-no-${tag.replaceAll("_", "-")}`, `.modinfo has no ${tag}=`, (elf) =>
    changeTag(elf, tag, () => undefined),
  );
const added = (id: string, entry: string, seed = m): Mutant =>
  seed(`modinfo-${id}`, `.modinfo also says ${entry}`, (elf) => setModinfo(elf, [...modinfoOf(elf), entry]));

/** `.modinfo`, entry by entry. vermagic and license have files of their own. */
export default [
  dropped("name"),
  dropped("depends"),
  dropped("description"),
  dropped("srcversion"),
  dropped("version"),
  dropped("parm"),
  dropped("retpoline"),
  added("intree", "intree=Y"),
  added("staging", "staging=Y"),
  added("test", "test=Y"),
  added("livepatch", "livepatch=Y"),
  added("livepatch-empty", "livepatch="),
  added("livepatch-n", "livepatch=N"),
  added("depends-nobody", "depends=kofit_nobody"),
  added("alias", "alias=pci:v00001AF4d*"),
  added("no-tag", "nothing"),
  added("empty-tag", "=nothing"),
  added("softdep", "softdep=pre: kofit_nobody"),
  added("firmware", "firmware=kofit.bin"),
  added("import-nobody", "import_ns=KOFIT_NOBODY"),
  added("import-module", "import_ns=module:kofit_nobody"),
  added("import-empty", "import_ns="),
  added("sig-hash", "sig_hashalgo=md4"),
  added("long", `description=${"x".repeat(5000)}`),
  m("modinfo-name-other", "name= of .modinfo is not the name in this_module", (elf) =>
    changeTag(elf, "name", () => "kofit_other"),
  ),
  m("modinfo-name-twice", "there is another name= before the right one", (elf) =>
    setModinfo(elf, ["name=kofit_other", ...modinfoOf(elf)]),
  ),
  m("modinfo-name-empty", "name= of .modinfo is empty", (elf) => changeTag(elf, "name", () => "")),
  m("modinfo-reversed", "the entries of .modinfo stand in reverse order", (elf) =>
    setModinfo(elf, modinfoOf(elf).toReversed()),
  ),
  m("modinfo-padded", "there are 64 NULs between the entries of .modinfo", (elf) => {
    elf.setContent(elf.section(".modinfo"), text(modinfoOf(elf).join("\0".repeat(64)).concat("\0")));
  }),
  m("modinfo-name-none-crc", "no name= in .modinfo, and a wrong CRC", (elf) => {
    changeTag(elf, "name", () => undefined);
    changeRows(elf, (row, index) => (index === 0 ? { ...row, crc: 5n } : row));
  }),
  m("modinfo-name-other-crc", "another name= in .modinfo, and a wrong CRC", (elf) => {
    changeTag(elf, "name", () => "kofit_other");
    changeRows(elf, (row, index) => (index === 0 ? { ...row, crc: 5n } : row));
  }),
  m("modinfo-missing", ".modinfo has another name", (elf) => elf.rename(elf.section(".modinfo"), ".modinfx")),
  m("modinfo-two", "there is a second .modinfo", (elf) => {
    elf.add(".modinfo", elf.content(elf.section(".modinfo")), { sh_addralign: 1 });
  }),
  m("modinfo-two-unloaded", "there is a second .modinfo that is not loaded", (elf) => {
    elf.add(".modinfo", elf.content(elf.section(".modinfo")), { sh_addralign: 1, sh_flags: 0 });
  }),
  set("modinfo-unloaded", ".modinfo is not SHF_ALLOC", ".modinfo", "sh_flags", 0),
  set("modinfo-writable", ".modinfo is SHF_WRITE", ".modinfo", "sh_flags", 3),
  set("modinfo-empty", ".modinfo has no size", ".modinfo", "sh_size", 0),
  set(
    "modinfo-unterminated",
    "the last NUL of .modinfo is cut off",
    ".modinfo",
    "sh_size",
    (elf, i) => elf.field(i, "sh_size") - 1,
  ),
  m("modinfo-empty-name", ".modinfo has no size, and another name= where it begins", (elf) => {
    setModinfo(elf, ["name=kofit_other", ...modinfoOf(elf)]);
    elf.setField(elf.section(".modinfo"), "sh_size", 0);
  }),
  set("modinfo-nobits", ".modinfo is SHT_NOBITS", ".modinfo", "sh_type", 8),
  m("modinfo-nobits-large", ".modinfo is SHT_NOBITS and 16 MiB long", (elf) => {
    elf.setField(elf.section(".modinfo"), "sh_size", 1 << 24);
    elf.setField(elf.section(".modinfo"), "sh_type", 8);
  }),
  m("modinfo-two-nobits", "there is a second .modinfo, without bytes in the file", (elf) => {
    elf.add(".modinfo", elf.content(elf.section(".modinfo")), { sh_type: 8, sh_addralign: 1 });
  }),
  m("modinfo-missing-far", ".modinfo has another name, and section 0 begins beyond the file", (elf) => {
    elf.rename(elf.section(".modinfo"), ".modinfx");
    elf.setField(0, "sh_offset", 1 << 20);
  }),
  m("modinfo-missing-zero", ".modinfo has another name, and section 0 begins where it does", (elf) => {
    elf.setField(0, "sh_offset", elf.field(elf.section(".modinfo"), "sh_offset"));
    elf.rename(elf.section(".modinfo"), ".modinfx");
  }),
  mutantsOf("livepatch")("livepatch-unsaid", "a livepatch does not say so", (elf) =>
    changeTag(elf, "livepatch", () => undefined),
  ),
  mutantsOf("selftest")("test-unsaid", "a test does not say so", (elf) =>
    changeTag(elf, "test", () => undefined),
  ),
  m("modinfo-retpoline-n", "retpoline= says N", (elf, kit) => {
    only(kit.architecture === "amd64", "retpoline=");
    changeTag(elf, "retpoline", () => "N");
  }),
] satisfies readonly Mutant[] as readonly Mutant[];
