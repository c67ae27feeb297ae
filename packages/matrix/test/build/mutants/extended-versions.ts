import type { ElfEditor } from "../elf-editor.ts";
import { joined, type Mutant, mutantsOf, text } from "./define-mutant.ts";
import { changeTag } from "./modinfo-entries.ts";
import { LAYOUT, type Row, rowsOf, withoutVersions } from "./version-rows.ts";

const m = mutantsOf("plain");

const crcsOf = (rows: readonly Row[]): Uint8Array => {
  const bytes = new Uint8Array(rows.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [i, { crc }] of rows.entries()) view.setUint32(4 * i, Number(crc & 0xffff_ffffn), true);
  return bytes;
};
const namesOf = (rows: readonly Row[]): Uint8Array => joined(...rows.map(({ name }) => text(`${name}\0`)));

/** Adds what CONFIG_EXTENDED_MODVERSIONS writes. */
function extend(elf: ElfEditor, crcs: readonly Row[], names: readonly Row[] = crcs): void {
  elf.add("__version_ext_crcs", crcsOf(crcs), { sh_addralign: 4 });
  elf.add("__version_ext_names", namesOf(names), { sh_addralign: 1 });
}

const extended = (
  id: string,
  change: string,
  rows: (rows: readonly Row[]) => readonly Row[],
  basic: "kept" | "gone" = "gone",
): Mutant =>
  m(id, `${change}, basic ones are ${basic}`, (elf) => {
    extend(elf, rows(rowsOf(elf)));
    if (basic === "gone") withoutVersions(elf);
  });

const wrong = (rows: readonly Row[]): readonly Row[] =>
  rows.map((row, i) => (i === rows.length - 1 ? { ...row, crc: row.crc ^ 1n } : row));

/** `__version_ext_crcs` and `__version_ext_names`, which kernels know since 6.14; others take no notice. */
export default [
  extended("extended-only", "there are extended versions", (rows) => rows),
  extended("extended-too", "there are extended versions", (rows) => rows, "kept"),
  extended("extended-wrong", "there are extended versions, the last CRC is wrong", wrong),
  extended("extended-wrong-too", "there are extended versions, the last CRC is wrong", wrong, "kept"),
  extended("extended-row-gone", "there are extended versions, but not for the last symbol", (rows) =>
    rows.slice(0, -1),
  ),
  extended("extended-layout-gone", "there are extended versions, but not for module_layout", (rows) =>
    rows.filter(({ name }) => name !== LAYOUT),
  ),
  extended("extended-layout-wrong", "there are extended versions, that of module_layout is wrong", (rows) =>
    rows.map((row) => (row.name === LAYOUT ? { ...row, crc: 9n } : row)),
  ),
  extended("extended-long", "there are extended versions, one has a name of 200 letters", (rows) => [
    ...rows,
    { crc: 4n, name: "k".repeat(200) },
  ]),
  m("extended-release", "there are extended versions only, and the release in vermagic is 1.2.3", (elf) => {
    extend(elf, rowsOf(elf));
    withoutVersions(elf);
    changeTag(elf, "vermagic", (old) => `1.2.3${old.slice(old.indexOf(" "))}`);
  }),
  m("extended-crcs-only", "there are extended CRCs and no extended names", (elf) => {
    elf.add("__version_ext_crcs", crcsOf(rowsOf(elf)), { sh_addralign: 4 });
  }),
  m("extended-names-only", "there are extended names and no extended CRCs", (elf) => {
    elf.add("__version_ext_names", namesOf(rowsOf(elf)), { sh_addralign: 1 });
  }),
  m("extended-more-crcs", "there are more extended CRCs than names", (elf) => {
    extend(elf, rowsOf(elf), rowsOf(elf).slice(0, -1));
  }),
  m("extended-more-names", "there are more extended names than CRCs", (elf) => {
    extend(elf, rowsOf(elf).slice(0, -1), rowsOf(elf));
  }),
  m("extended-unterminated", "the last extended name has no NUL", (elf) => {
    elf.add("__version_ext_crcs", crcsOf(rowsOf(elf)), { sh_addralign: 4 });
    elf.add("__version_ext_names", namesOf(rowsOf(elf)).slice(0, -1), { sh_addralign: 1 });
  }),
  m("extended-empty", "extended versions are there, and empty", (elf) => extend(elf, [])),
] satisfies readonly Mutant[] as readonly Mutant[];
