import type { ElfFile } from "../elf/elf.ts";
import { relocationsOf } from "../elf/relocations.ts";
import type { ElfSection } from "../elf/section-table.ts";
import { allocSection } from "./ksymtab.ts";
import { exportTables, STRINGS_SECTION } from "./tables.ts";

/** The sections that readKsymtab() will read of a module, its symbol table apart; empty when it exports nothing. */
export function sectionsOfKsymtab(file: ElfFile): ElfSection[] {
  const tables = exportTables
    .flatMap(({ symbols, crcs, flags }) => [symbols, crcs, ...(flags === undefined ? [] : [flags])])
    .flatMap((name) => allocSection(file, name) ?? []);
  if (tables.length === 0) return [];
  const strings = allocSection(file, STRINGS_SECTION);
  const relocations = tables.flatMap((table) => relocationsOf(file, table) ?? []);
  return [...tables, ...(strings ? [strings] : []), ...relocations];
}
