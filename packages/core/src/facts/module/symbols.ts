import { damaged } from "../../formats/elf/section-bytes.ts";
import { stringSection, symbolSection, type SymbolTable, symbolTable } from "../../formats/elf/symbols.ts";
import { MAX_PREFETCH } from "../../io/prefetch.ts";
import type { Fact } from "../../model/fact.ts";
import { readable } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";

/** The symbols of a module, from which other facts are read; `undefined` when it is stripped. */
export function moduleSymbols(file: ModuleFile): Fact<SymbolTable | undefined> {
  return readable({ input: file.name, part: ".symtab" }, () => {
    const section = symbolSection(file.elf);
    if (!section) return undefined;
    const entries = file.bytes(section, MAX_PREFETCH);
    const strings = stringSection(file.elf, section);
    if (!strings) {
      return damaged(
        entries,
        0,
        `the string table of the symbols expected in sh_link, ${section.sh_link} found`,
      );
    }
    return symbolTable(entries, file.bytes(strings, MAX_PREFETCH));
  });
}
