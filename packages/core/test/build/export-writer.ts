import type { RelocationSpec, SectionSpec, SymbolSpec } from "./elf-writer.ts";
import { ByteWriter } from "./byte-writer.ts";
import type { Encoding } from "../../src/io/cursor.ts";

/** One exported symbol, and the table that it goes to. */
export interface ExportSpec {
  readonly symbol: string;
  readonly table: string;
  readonly namespace?: string;
  readonly crc?: number;
}

/** How a kernel version and architecture writes its tables. */
export interface ExportLayout {
  readonly fieldSize: 4 | 8;
  readonly fields: 2 | 3;
  /** `literal`: in `__kcrctab`; `absolute`: value of `__crc_<name>`; `in-section`: where `__crc_<name>` points to. */
  readonly crcs?: "literal" | "absolute" | "in-section";
}

/** What a relocatable file with these exports has to contain. The exported symbols themselves are in `.text`. */
export function exportParts(
  exports: readonly ExportSpec[],
  layout: ExportLayout,
  encoding: Encoding,
): { sections: SectionSpec[]; symbols: SymbolSpec[]; relocations: RelocationSpec[] } {
  const parts = {
    sections: [] as SectionSpec[],
    symbols: [] as SymbolSpec[],
    relocations: [] as RelocationSpec[],
  };
  const strings: string[] = [];
  let stringsLength = 0;
  const addString = (value: string, symbol: string): void => {
    parts.symbols.push({
      name: symbol,
      section: "__ksymtab_strings",
      value: stringsLength,
      binding: "local",
    });
    strings.push(`${value}\0`);
    stringsLength += value.length + 1;
  };
  for (const [table, rows] of Map.groupBy(exports, (row) => row.table)) {
    const size = layout.fieldSize * layout.fields;
    parts.sections.push({ name: table, bytes: new Uint8Array(rows.length * size) });
    for (const [row, { symbol, namespace = "" }] of rows.entries()) {
      parts.symbols.push({ name: symbol, section: ".text" });
      addString(symbol, `__kstrtab_${symbol}`);
      addString(namespace, `__kstrtabns_${symbol}`);
      const targets = [symbol, `__kstrtab_${symbol}`, `__kstrtabns_${symbol}`].slice(0, layout.fields);
      for (const [field, target] of targets.entries()) {
        const offset = row * size + field * layout.fieldSize;
        // On x86_64 PC32, or 64.
        parts.relocations.push({ in: table, offset, symbol: target, type: layout.fieldSize === 4 ? 2 : 1 });
      }
    }
    if (layout.crcs) addCrcs(parts, table, rows, layout.crcs, encoding);
  }
  parts.sections.push({ name: "__ksymtab_strings", bytes: strings.join("") });
  return parts;
}

function addCrcs(
  parts: ReturnType<typeof exportParts>,
  table: string,
  rows: readonly ExportSpec[],
  how: NonNullable<ExportLayout["crcs"]>,
  encoding: Encoding,
): void {
  const section = table.replace("__ksymtab", "__kcrctab");
  const values = new ByteWriter(encoding);
  for (const { crc = 0 } of rows) values.u32(crc);
  const empty = new Uint8Array(rows.length * 4);
  parts.sections.push({ name: section, bytes: how === "literal" ? values.done() : empty });
  if (how === "literal") return;
  if (how === "in-section") parts.sections.push({ name: `.rodata${section}`, bytes: values.done() });
  for (const [row, { symbol, crc = 0 }] of rows.entries()) {
    const name = `__crc_${symbol}`;
    const absolute = { name, section: "absolute", value: crc };
    parts.symbols.push(
      how === "absolute" ? absolute : { name, section: `.rodata${section}`, value: row * 4 },
    );
    parts.relocations.push({ in: section, offset: row * 4, symbol: name });
  }
}
