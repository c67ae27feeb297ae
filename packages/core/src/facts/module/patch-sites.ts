import { EM_AARCH64 } from "../../formats/elf/constants.ts";
import type { ElfFile } from "../../formats/elf/elf.ts";
import { parseRelocations, relocationsOf } from "../../formats/elf/relocations.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import { symbolAt, type SymbolTable } from "../../formats/elf/symbols.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { PatchSites } from "../../model/module.ts";
import { type CodePlace, codeLayout } from "./code-layout.ts";
import { readable } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";

/** `-fpatchable-function-entry` lists here where each function may be patched: FTRACE_CALLSITE_SECTION of include/linux/ftrace.h. */
const TABLE = "__patchable_function_entries";
/** ftrace_call_adjust() in arch/arm64/kernel/ftrace.c wants `sizeof(unsigned long)`. */
const ALIGNMENT = 8;

const NONE: PatchSites = {};

/** The relocations that tell where: of arm64 modules, since of other machines nothing is asked; `undefined` when there are none. */
export function patchSiteRelocations({ elf }: ModuleFile): ElfSection | undefined {
  const table = elf.header.e_machine === EM_AARCH64 ? elf.allocSection(TABLE) : undefined;
  return table && relocationsOf(elf, table);
}

/** Where ftrace is to patch the functions of an arm64 module. */
export function patchSites(file: ModuleFile, symbols: Fact<SymbolTable | undefined>): Fact<PatchSites> {
  const origin = { input: file.name, part: TABLE };
  const section = patchSiteRelocations(file);
  if (!section) return known(NONE, origin);
  if (!symbols.known) return symbols;
  const all = symbols.value;
  if (!all) return known(NONE, origin);
  return readable(origin, () => firstMisaligned(file, section, all));
}

function firstMisaligned(file: ModuleFile, section: ElfSection, symbols: SymbolTable): PatchSites {
  const { elf } = file;
  const layout = codeLayout(elf);
  for (const { symbolIndex, addend = 0 } of parseRelocations(file.bytes(section), section, elf.header)) {
    if (symbolIndex >= symbols.count) continue;
    const { st_shndx, st_value } = symbolAt(symbols, symbolIndex);
    const start = startOf(elf, layout, st_shndx);
    const offset = Number(st_value) + addend;
    if (start === undefined || (start + offset) % ALIGNMENT === 0) continue;
    return { misaligned: { section: elf.sections[st_shndx]?.name ?? "", offset } };
  }
  return NONE;
}

/** Where a section of code comes to stand, or a multiple of {@link ALIGNMENT} instead of that; `undefined` where it cannot be told. */
function startOf(
  { sections }: ElfFile,
  layout: readonly (CodePlace | undefined)[],
  index: number,
): number | undefined {
  const place = layout[index];
  if (!place || place.start !== undefined) return place?.start;
  return (sections[index]?.sh_addralign ?? 1) % ALIGNMENT === 0 ? 0 : undefined;
}
