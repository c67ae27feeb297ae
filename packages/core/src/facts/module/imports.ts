import type { SymbolTable } from "../../formats/elf/symbols.ts";
import { undefinedSymbols } from "../../formats/elf/undefined-symbols.ts";
import type { Fact } from "../../model/fact.ts";
import type { Imports } from "../../model/module.ts";
import { nameColumn } from "../../model/names.ts";
import { readable } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";

/** What simplify_symbols() looks up; nothing in a module without symbols, which the kernel refuses before. */
export function imports(file: ModuleFile, symbols: Fact<SymbolTable | undefined>): Fact<Imports> {
  if (!symbols.known) return symbols;
  const table = symbols.value;
  return readable(symbols.origin, () =>
    table
      ? undefinedSymbols(table, file.elf.header.e_machine)
      : { names: nameColumn([]), symbolIndex: new Uint32Array(), weak: new Uint8Array() },
  );
}
