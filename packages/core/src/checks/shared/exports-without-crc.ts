import { type Generation, hasCome } from "../../model/generation.ts";
import type { ElfShape } from "../../model/module.ts";
import { isAllocated } from "./elf.ts";

/** A table of exports and the section that holds its CRCs. Those of 5.11 and older are here too. */
const tables = ["", "_gpl", "_gpl_future", "_unused", "_unused_gpl"].map((kind) => ({
  exports: `__ksymtab${kind}`,
  crcs: `__kcrctab${kind}`,
}));

/** Tables of exports that have rows and no CRCs. check_export_symbol_versions() in kernel/module/version.c */
export function exportsWithoutCrc({ sections }: ElfShape, generation: Generation): readonly string[] {
  if (!sections.some(({ name }) => name?.startsWith("__ksymtab"))) return [];
  const has = (name: string): boolean =>
    sections.some((section) => section.name === name && isAllocated(section) && section.sh_size > 0);
  // Since 7.1 there is one table, and the others are not read.
  const read = hasCome(generation, "7.1") ? tables.slice(0, 1) : tables;
  return read.filter(({ exports, crcs }) => has(exports) && !has(crcs)).map(({ exports }) => exports);
}
