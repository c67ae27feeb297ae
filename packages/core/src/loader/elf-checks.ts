import type { CheckId } from "../analyse/verdict.ts";
import type { Sequence } from "./define-sequence.ts";

// elf_header_check(), elf_validity_ehdr(): the file header
export const fileHeader: Sequence = [
  "elf-too-short",
  "elf-bad-magic",
  "elf-wrong-byte-order",
  "elf-not-relocatable",
  "elf-wrong-architecture",
  "elf-wrong-class",
  "elf-section-header-size",
  "elf-section-table-bounds",
];

// elf_validity_check() up to 6.3, elf_validity_cache_copy() up to 6.12: one loop over the sections. Since 6.4 it reads
// each name before it looks whether it is in the name table.
const oneLoop = (empty: CheckId, names: readonly CheckId[]): Sequence => [
  ...fileHeader,
  "elf-section-name-index",
  "elf-name-table-bounds",
  empty,
  "elf-name-table-unterminated",
  "elf-section-zero",
  { eachSection: ["symtab-link", "elf-section-bounds", ...names] },
];
// 5.10 looks for the NUL at the end of the table without looking whether there is a table.
export const sectionsOf510 = oneLoop("elf-name-table-at-start", ["elf-section-name"]);
export const sectionsUpTo63 = oneLoop("elf-name-table-empty", ["elf-section-name"]);
export const sectionsUpTo612 = oneLoop("elf-name-table-empty", ["section-name-far", "elf-section-name"]);

// setup_load_info() up to 6.3
export const found: Sequence = [
  "modinfo-far",
  "symtab-missing",
  "this-module-missing",
  "this-module-not-allocated",
];

// the end of elf_validity_cache_copy() from 6.4 to 6.12
export const countedAfterLoop: Sequence = [
  "modinfo-twice",
  "modinfo-far",
  "symtab-missing",
  "symtab-twice",
  "this-module-missing",
  "this-module-twice",
  "this-module-nobits",
  "this-module-not-allocated",
  "this-module-size",
];

// elf_validity_cache_copy() since 6.13 and in late 6.12.y: one function for each subject
export const oneBySubject: Sequence = [
  ...fileHeader,
  "elf-section-zero",
  "elf-section-bounds",
  "elf-section-name-index",
  "elf-name-table-type",
  "elf-name-table-empty",
  "elf-name-table-unterminated",
  "elf-section-name",
  "modinfo-twice",
  "modinfo-far",
  "this-module-missing",
  "this-module-twice",
  "this-module-nobits",
  "this-module-not-allocated",
  "this-module-size",
  "symtab-missing",
  "symtab-twice",
  "symtab-link",
  "symbol-names-type",
  "extended-versions-incomplete",
  "symbol-names-damaged",
];
