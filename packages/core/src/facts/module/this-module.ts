import { parseRelocations, relocationsOf } from "../../formats/elf/relocations.ts";
import { damaged } from "../../formats/elf/section-bytes.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import type { SymbolTable } from "../../formats/elf/symbols.ts";
import { entryPoints, moduleName, NAME_END } from "../../formats/this-module/this-module.ts";
import type { Fact } from "../../model/fact.ts";
import type { ThisModule } from "../../model/module.ts";
import { readable, readableLater } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";

const THIS_MODULE = ".gnu.linkonce.this_module";

/** The section, and what relocates it. Up to 6.3 the kernel does not find it without SHF_ALLOC, then it refuses it. */
export function thisModuleSections({ elf }: ModuleFile): { section?: ElfSection; relocations?: ElfSection } {
  const section = elf.allocSection(THIS_MODULE) ?? elf.section(THIS_MODULE);
  const relocations = section && relocationsOf(elf, section);
  return { ...(section && { section }), ...(relocations && { relocations }) };
}

/** Size of `struct module` and the offsets of `init` and `exit` in it, as the module was compiled. */
export function thisModule(
  file: ModuleFile,
  symbols: Fact<SymbolTable | undefined>,
): Fact<ThisModule | undefined> {
  const { section, relocations } = thisModuleSections(file);
  if (section && relocations && !symbols.known) return symbols;
  return readable({ input: file.name, part: THIS_MODULE }, () => {
    if (!section) return undefined;
    const size = section.sh_size;
    if (!relocations || !symbols.known) return { size };
    const data = file.bytes(relocations);
    if (!symbols.value) return damaged(data, 0, "a symbol table expected for these relocations, none found");
    return { size, ...entryPoints(parseRelocations(data, relocations, file.elf.header), symbols.value) };
  });
}

/**
 * The same with `struct module.name`. Costs a call, so only who needs it asks: the kernel's messages take the name from
 * here where `.modinfo` has none.
 */
export async function withName(
  file: ModuleFile,
  fact: Fact<ThisModule | undefined>,
): Promise<Fact<ThisModule | undefined>> {
  const { section } = thisModuleSections(file);
  if (!fact.known || !fact.value || !section) return fact;
  const value = fact.value;
  return readableLater(fact.origin, async () => {
    const bytes = file.elf.open(section);
    const start = await bytes.read(0, Math.min(NAME_END, bytes.size));
    const name = moduleName(start, file.elf.header.encoding);
    return name === undefined ? value : { ...value, name };
  });
}
