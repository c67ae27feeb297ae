import btf from "./btf.ts";
import calls from "./calls.ts";
import type { Mutant } from "./define-mutant.ts";
import elfHeader from "./elf-header.ts";
import exports from "./exports.ts";
import extendedVersions from "./extended-versions.ts";
import files from "./files.ts";
import layoutSections from "./layout-sections.ts";
import license from "./license.ts";
import modinfo from "./modinfo.ts";
import namespaces from "./namespaces.ts";
import relocations from "./relocations.ts";
import sections from "./sections.ts";
import signatures from "./signatures.ts";
import stringTables from "./string-tables.ts";
import symbols from "./symbols.ts";
import thisModule from "./this-module.ts";
import vermagic from "./vermagic.ts";
import versions from "./versions.ts";

/** All mutants, family by family. */
export const mutants: readonly Mutant[] = [
  elfHeader,
  sections,
  stringTables,
  thisModule,
  modinfo,
  vermagic,
  license,
  versions,
  extendedVersions,
  symbols,
  exports,
  namespaces,
  relocations,
  layoutSections,
  btf,
  signatures,
  files,
  calls,
].flat();
