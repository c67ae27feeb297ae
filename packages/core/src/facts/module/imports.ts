import { stringSection, symbolSection, type SymbolTable } from "../../formats/elf/symbols.ts";
import { undefinedSymbols } from "../../formats/elf/undefined-symbols.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { Imports } from "../../model/module.ts";
import { nameColumn } from "../../model/names.ts";
import { readable, readableLater } from "./damage.ts";
import { imageFrom } from "./image.ts";
import { kernelCopy } from "./kernel-copy.ts";
import type { ModuleFile } from "./module-file.ts";
import { strayNames } from "./stray-names.ts";

/** What simplify_symbols() looks up; nothing in a module without symbols, which the kernel refuses before. */
export function imports(
  file: ModuleFile,
  symbols: Fact<SymbolTable | undefined>,
): Fact<Imports> | Promise<Fact<Imports>> {
  if (!symbols.known) return symbols;
  const table = symbols.value;
  const { header } = file.elf;
  if (!table)
    return known(
      { names: nameColumn([]), symbolIndex: new Uint32Array(), weak: new Uint8Array() },
      symbols.origin,
    );
  const found = readable(symbols.origin, () => undefinedSymbols(table, header));
  if (found.known) return found;
  // Up to 6.12 the kernel reads a name wherever it is said to stand.
  return readableLater(symbols.origin, async () => {
    const section = symbolSection(file.elf);
    const strings = section && stringSection(file.elf, section);
    if (!strings) return undefinedSymbols(table, header);
    const image = await imageFrom(file, strings);
    return strayNames(
      undefinedSymbols({ ...table, strings: image }, header, "skip"),
      image,
      kernelCopy(file, table),
    );
  });
}
