import { parseRelocations, relocationsOf } from "../../formats/elf/relocations.ts";
import { damaged } from "../../formats/elf/section-bytes.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import type { SymbolTable } from "../../formats/elf/symbols.ts";
import {
  displacedFunctions,
  entryPoints,
  type EntryPoints,
  moduleName,
  unlinkedFunctions,
} from "../../formats/this-module/this-module.ts";
import type { Fact } from "../../model/fact.ts";
import type { ThisModule } from "../../model/module.ts";
import { readable } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";

const THIS_MODULE = ".gnu.linkonce.this_module";

/** The section, and what relocates it. Up to 6.3 the kernel does not find it without SHF_ALLOC, then it refuses it. */
export function thisModuleSections({ elf }: ModuleFile): { section?: ElfSection; relocations?: ElfSection } {
  const section = elf.allocSection(THIS_MODULE) ?? elf.section(THIS_MODULE);
  const relocations = section && relocationsOf(elf, section);
  return { ...(section && { section }), ...(relocations && { relocations }) };
}

/** Size of `struct module`, its name and the offsets of `init` and `exit` in it, as the module was compiled. */
export function thisModule(
  file: ModuleFile,
  symbols: Fact<SymbolTable | undefined>,
): Fact<ThisModule | undefined> {
  const { section, relocations } = thisModuleSections(file);
  if (section && relocations && !symbols.known) return symbols;
  return readable({ input: file.name, part: THIS_MODULE }, () => {
    if (!section) return undefined;
    const content = file.bytes(section);
    const named = moduleName(content.bytes, file.elf.header.encoding);
    const known = {
      size: section.sh_size,
      ...(named && { name: named.name, ...(!named.terminated && { unterminatedName: true as const }) }),
    };
    const table = symbols.known ? symbols.value : undefined;
    if (!relocations) return { ...known, ...(table && unlinked({}, table)) };
    const data = file.bytes(relocations);
    if (!table) return damaged(data, 0, "a symbol table expected for these relocations, none found");
    const rows = parseRelocations(data, relocations, file.elf.header);
    const found = entryPoints(rows, table);
    const displaced = displacedFunctions(rows, found, content);
    return { ...known, ...found, ...unlinked(found, table), ...(displaced.length > 0 && { displaced }) };
  });
}

/** A module with both functions is not looked at further. */
function unlinked(found: EntryPoints, symbols: SymbolTable): Pick<ThisModule, "unlinked"> {
  if (found.init !== undefined && found.exit !== undefined) return {};
  const functions = unlinkedFunctions(found, symbols);
  return functions.length > 0 ? { unlinked: functions } : {};
}
