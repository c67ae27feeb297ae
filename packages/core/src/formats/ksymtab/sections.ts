import type { ElfFile } from "../elf/elf.ts";
import { relocationsOf } from "../elf/relocations.ts";
import type { ElfSection } from "../elf/section-table.ts";
import { exportTables, STRINGS_SECTION } from "./tables.ts";

const names = exportTables.flatMap(({ symbols, crcs, flags }) => [symbols, crcs, flags ?? []].flat());
const isTable: ReadonlySet<string | undefined> = new Set(names);

/** The sections that readKsymtab() will read of a module, its symbol table apart; empty when it exports nothing. */
export function sectionsOfKsymtab(file: ElfFile): ElfSection[] {
  // Four modules in five export nothing.
  if (!file.sections.some(({ name }) => isTable.has(name))) return [];
  const tables = names.flatMap((name) => file.allocSection(name) ?? []);
  if (tables.length === 0) return [];
  const relocations = tables.flatMap((table) => relocationsOf(file, table) ?? []);
  return [...tables, ...relocations, file.allocSection(STRINGS_SECTION) ?? []].flat();
}
