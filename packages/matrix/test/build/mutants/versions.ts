import { type Mutant, mutantsOf } from "./define-mutant.ts";
import { setSection as set } from "./sections.ts";
import { changeRows, LAYOUT, type Row, rowsOf, setRows, withoutVersions } from "./version-rows.ts";

const m = mutantsOf("plain");

/** Changes one row; index -1 is `module_layout`, `"last"` the last symbol. */
const row = (
  id: string,
  change: string,
  which: number | "last" | "all",
  to: (row: Row) => Row | undefined,
  of: typeof m = m,
): Mutant =>
  of(id, change, (elf) =>
    changeRows(elf, (one, index, count) => {
      const wanted = which === "last" ? count - 1 : which;
      return (which === "all" && index >= 0) || index === wanted ? to(one) : one;
    }),
  );

const withCrc =
  (crc: bigint) =>
  (one: Row): Row => ({ ...one, crc });
const gone = (): undefined => undefined;

/** `__versions`, row by row. */
export default [
  row("crc-layout", "the CRC of module_layout is another", -1, withCrc(0x1234_5678n)),
  row("crc-layout-0", "the CRC of module_layout is 0", -1, withCrc(0n)),
  row("crc-first", "the CRC of the first symbol is another", 0, withCrc(0x1111_2222n)),
  row("crc-last", "the CRC of the last symbol is another", "last", withCrc(0x1111_2222n)),
  row("crc-all", "every CRC but that of module_layout is 1", "all", withCrc(1n)),
  row("crc-first-0", "the CRC of the first symbol is 0", 0, withCrc(0n)),
  row("crc-first-bit", "the CRC of the first symbol has one other bit", 0, (one) => ({
    ...one,
    crc: one.crc ^ 1n,
  })),
  row("crc-first-wide", "the CRC of the first symbol has a bit above 32", 0, (one) => ({
    ...one,
    crc: one.crc | (1n << 40n),
  })),
  row("crc-layout-wide", "the CRC of module_layout has a bit above 32", -1, (one) => ({
    ...one,
    crc: one.crc | (1n << 40n),
  })),
  row("crc-gplonly", "a GPL-only symbol has another CRC", 1, withCrc(3n), mutantsOf("gplonly")),
  row("row-layout-gone", "module_layout has no row", -1, gone),
  row("row-first-gone", "the first symbol has no row", 0, gone),
  row("row-last-gone", "the last symbol has no row", "last", gone),
  row("row-all-gone", "only module_layout has a row", "all", gone),
  row("row-first-renamed", "the row of the first symbol has another name", 0, (one) => ({
    ...one,
    name: "kofit_nobody",
  })),
  row("row-first-longer", "the name in the first row has one letter more", 0, (one) => ({
    ...one,
    name: `${one.name}x`,
  })),
  row("row-first-nameless", "the row of the first symbol has no name", 0, (one) => ({ ...one, name: "" })),
  row("row-layout-renamed", "the row of module_layout has another name", -1, (one) => ({
    ...one,
    name: "module_layoux",
  })),
  m("rows-none", "__versions is empty", (elf) => setRows(elf, [])),
  m("rows-reversed", "the rows stand in reverse order", (elf) => setRows(elf, rowsOf(elf).toReversed())),
  m("rows-doubled", "every row is there twice", (elf) =>
    setRows(
      elf,
      rowsOf(elf).flatMap((one) => [one, one]),
    ),
  ),
  m("rows-good-first", "there is a second row for the first symbol, with another CRC, at the end", (elf) => {
    const rows = rowsOf(elf);
    setRows(elf, [
      ...rows,
      ...rows
        .filter(({ name }) => name !== LAYOUT)
        .slice(0, 1)
        .map(withCrc(1n)),
    ]);
  }),
  m(
    "rows-bad-first",
    "there is a second row for the first symbol, with another CRC, at the beginning",
    (elf) => {
      const rows = rowsOf(elf);
      setRows(elf, [
        ...rows
          .filter(({ name }) => name !== LAYOUT)
          .slice(0, 1)
          .map(withCrc(1n)),
        ...rows,
      ]);
    },
  ),
  m("rows-unused", "there is a row for a symbol that is not imported", (elf) =>
    setRows(elf, [...rowsOf(elf), { crc: 77n, name: "kofit_nobody" }]),
  ),
  m("rows-thousand", "there are a thousand rows for symbols that are not imported", (elf) => {
    const others = Array.from({ length: 1000 }, (_, i) => ({ crc: BigInt(i), name: `kofit_nobody_${i}` }));
    setRows(elf, [...others, ...rowsOf(elf)]);
  }),
  m("row-name-full", "there is a row whose name fills it", (elf) =>
    setRows(elf, [...rowsOf(elf), { crc: 77n, name: "A".repeat(64) }]),
  ),
  m("versions-none", "__versions has another name", withoutVersions),
  mutantsOf("exporter")(
    "versions-none-exporter",
    "__versions of a module that exports has another name",
    withoutVersions,
  ),
  set("versions-unloaded", "__versions is not SHF_ALLOC", "__versions", "sh_flags", 0),
  set("versions-writable", "__versions is SHF_WRITE", "__versions", "sh_flags", 3),
  set("versions-nobits", "__versions is SHT_NOBITS", "__versions", "sh_type", 8),
  set(
    "versions-part",
    "the last row ends 10 bytes early",
    "__versions",
    "sh_size",
    (elf, i) => elf.field(i, "sh_size") - 10,
  ),
  set("versions-part-first", "__versions ends within its first row", "__versions", "sh_size", 30),
  m("versions-two", "there is a second __versions with other CRCs", (elf) => {
    elf.add(
      "__versions",
      elf.content(elf.section("__versions")).map((byte, i) => (i % 64 === 0 ? byte ^ 1 : byte)),
    );
  }),
] satisfies readonly Mutant[] as readonly Mutant[];
