import { readSymbolTable } from "../../formats/elf/symbols.ts";
import { undefinedSymbols } from "../../formats/elf/undefined-symbols.ts";
import type { Fact } from "../../model/fact.ts";
import type { Imports } from "../../model/module.ts";
import { nameColumn } from "../../model/names.ts";
import { readable } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";
import { symbolSection } from "./symbol-section.ts";

/** What simplify_symbols() looks up; nothing in a module without symbols, which the kernel refuses before. */
export function imports(file: ModuleFile): Promise<Fact<Imports>> {
  return readable({ input: file.name, part: ".symtab" }, async () => {
    const section = symbolSection(file);
    if (!section) return { names: nameColumn([]), symbolIndex: new Uint32Array(), weak: new Uint8Array() };
    return undefinedSymbols(await readSymbolTable(file.elf, section), file.elf.header.e_machine);
  });
}
