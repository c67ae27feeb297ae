import { type Generation, hasCome } from "../../model/generation.ts";
import type { ElfShape } from "../../model/module.ts";
import { hasFilled } from "./sections.ts";

/** A table of exports and the section that holds its CRCs. Those of 5.11 and older are here too. */
const tables = [
  { exports: "__ksymtab", crcs: "__kcrctab" },
  { exports: "__ksymtab_gpl", crcs: "__kcrctab_gpl" },
  { exports: "__ksymtab_gpl_future", crcs: "__kcrctab_gpl_future" },
  { exports: "__ksymtab_unused", crcs: "__kcrctab_unused" },
  { exports: "__ksymtab_unused_gpl", crcs: "__kcrctab_unused_gpl" },
] as const;
// Since 7.1 there is one table, and the others are not read.
const tablesSince71 = tables.slice(0, 1);

/** Tables of exports that have rows and no CRCs. check_export_symbol_versions() in kernel/module/version.c */
export function exportsWithoutCrc(elf: ElfShape, generation: Generation): readonly string[] {
  const read = hasCome(generation, "7.1") ? tablesSince71 : tables;
  return read
    .filter((table) => hasFilled(elf, table.exports) && !hasFilled(elf, table.crcs))
    .map((table) => table.exports);
}
