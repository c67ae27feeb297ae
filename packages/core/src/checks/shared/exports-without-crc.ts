import { type Generation, hasCome } from "../../model/generation.ts";
import type { ElfShape } from "../../model/module.ts";
import { isAllocated } from "./elf.ts";
import { hasFilled, hasSection } from "./sections.ts";

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

/**
 * Bytes of the smallest `struct kernel_symbol` (include/linux/export-internal.h): three offsets, or pointers of 32 bits. A
 * table with 12 to 23 bytes is taken for one row on each machine; only where pointers have 64 bits it is none.
 */
const SMALLEST_ROW = 12;

/**
 * Tables of exports that have rows and no CRCs. check_export_symbol_versions() in kernel/module/main.c asks whether there
 * is a section of CRCs, which may be empty; less than a row is none: section_objs() in kernel/module/main.c.
 */
export function exportsWithoutCrc(elf: ElfShape, generation: Generation): readonly string[] {
  const read = hasCome(generation, "7.1") ? tablesSince71 : tables;
  return read
    .filter(({ exports, crcs }) => hasFilled(elf, exports) && hasRow(elf, exports) && !hasSection(elf, crcs))
    .map(({ exports }) => exports);
}

const hasRow = (elf: ElfShape, table: string): boolean =>
  (elf.sections.find((one) => one.name === table && isAllocated(one))?.sh_size ?? 0) >= SMALLEST_ROW;
