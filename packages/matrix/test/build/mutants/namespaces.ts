import { type Mutant, mutantsOf, text, THIS_MODULE } from "./define-mutant.ts";
import { changeTag, modinfoOf, setModinfo } from "./modinfo-entries.ts";
import { changeRows } from "./version-rows.ts";

const m = mutantsOf("namespaced");
const importer = mutantsOf("importer");
const wanted = mutantsOf("wanted");
const afterExporter = { before: ["seed-exporter"] };
const afterOffers = { before: ["seed-offers"] };

const named = (id: string, name: string): Mutant =>
  wanted(
    id,
    `the module is named ${name}; symbols are exported to wanted and kofit_star*`,
    (elf) => {
      elf.patch(elf.field(elf.section(THIS_MODULE), "sh_offset") + 3 * elf.wordSize, text(`${name}\0`));
      changeTag(elf, "name", () => name);
    },
    afterOffers,
  );

/** Namespaces of exports. */
export default [
  m("ns-not-imported", "the namespace is not imported", (elf) =>
    changeTag(elf, "import_ns", () => undefined),
  ),
  m("ns-other", "another namespace is imported", (elf) => changeTag(elf, "import_ns", () => "OTHER")),
  m("ns-other-first", "another namespace is imported too, before", (elf) =>
    setModinfo(elf, ["import_ns=OTHER", ...modinfoOf(elf)]),
  ),
  m("ns-twice", "the namespace is imported twice", (elf) =>
    setModinfo(
      elf,
      modinfoOf(elf).flatMap((entry) => (entry.startsWith("import_ns=") ? [entry, entry] : [entry])),
    ),
  ),
  m("ns-case", "the namespace is imported in small letters", (elf) =>
    changeTag(elf, "import_ns", (old) => old.toLowerCase()),
  ),
  m("ns-prefix", "the namespace is imported with one letter less", (elf) =>
    changeTag(elf, "import_ns", (old) => old.slice(0, -1)),
  ),
  m("ns-longer", "the namespace is imported with one letter more", (elf) =>
    changeTag(elf, "import_ns", (old) => `${old}X`),
  ),
  m("ns-quoted", "the namespace is imported in quotes", (elf) =>
    changeTag(elf, "import_ns", (old) => `"${old}"`),
  ),
  m("ns-not-imported-crc", "the namespace is not imported, and the CRC is wrong", (elf) => {
    changeTag(elf, "import_ns", () => undefined);
    changeRows(elf, (row, index) => (index >= 0 ? { ...row, crc: row.crc ^ 1n } : row));
  }),
  importer("importer-good", "nothing; its exporter is loaded", () => {}, afterExporter),
  importer("importer-alone", "nothing; its exporter is not loaded", () => {}),
  importer(
    "importer-ns",
    "the namespace of a loaded module is not imported",
    (elf) => changeTag(elf, "import_ns", () => undefined),
    afterExporter,
  ),
  importer(
    "importer-crc",
    "the CRC of an export of a loaded module is wrong",
    (elf) => changeRows(elf, (row) => (row.name === "kofit_for_all_a" ? { ...row, crc: row.crc ^ 1n } : row)),
    afterExporter,
  ),
  importer(
    "importer-nocrc",
    "an export of a loaded module has no row",
    (elf) => changeRows(elf, (row) => (row.name === "kofit_for_gpl_b" ? undefined : row)),
    afterExporter,
  ),
  importer(
    "importer-weak",
    "an export of a loaded module is a weak import",
    (elf) => elf.setSymbol(elf.symbol("kofit_for_all_a"), "st_info", 0x20),
    afterExporter,
  ),
  wanted("for-modules-wanted", "nothing; symbols are exported to it by name", () => {}, afterOffers),
  wanted("for-modules-alone", "nothing; what it needs is not loaded", () => {}),
  mutantsOf("kofit_star_1")(
    "for-modules-star",
    "nothing; symbols are exported to its name's beginning",
    () => {},
    afterOffers,
  ),
  named("for-modules-unwanted", "unwanted"),
  named("for-modules-longer", "wantedx"),
  named("for-modules-shorter", "wante"),
  named("for-modules-star-bare", "kofit_star"),
  named("for-modules-star-minus", "kofit-star-2"),
  named("for-modules-star-short", "kofit_sta"),
  wanted(
    "for-modules-imported",
    "the namespace of modules is imported by name",
    (elf) => setModinfo(elf, [...modinfoOf(elf), "import_ns=module:wanted,kofit_star*"]),
    afterOffers,
  ),
  wanted(
    "for-modules-proprietary",
    "the licence is Proprietary, symbols are exported to it by name",
    (elf) => changeTag(elf, "license", () => "Proprietary"),
    afterOffers,
  ),
] satisfies readonly Mutant[] as readonly Mutant[];
