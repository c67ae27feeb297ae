import { readRelocations, relocationsOf } from "../../formats/elf/relocations.ts";
import { readSymbolTable } from "../../formats/elf/symbols.ts";
import { entryPoints } from "../../formats/this-module/this-module.ts";
import { damaged } from "../../formats/elf/section-bytes.ts";
import type { Fact } from "../../model/fact.ts";
import type { ThisModule } from "../../model/module.ts";
import { readable } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";
import { symbolSection } from "./symbol-section.ts";

export const THIS_MODULE = ".gnu.linkonce.this_module";

/** Size of `struct module` and the offsets of `init` and `exit` in it, as the module was compiled. */
export function thisModule(file: ModuleFile): Promise<Fact<ThisModule | undefined>> {
  return readable({ input: file.name, part: THIS_MODULE }, async () => {
    const section = file.find(THIS_MODULE);
    if (!section) return undefined;
    const size = section.sh_size;
    const holder = relocationsOf(file.elf, section);
    if (!holder) return { size };
    const symtab = symbolSection(file);
    if (!symtab) return damaged(await file.elf.read(holder), 0, "relocations without a symbol table");
    const symbols = await readSymbolTable(file.elf, symtab);
    return { size, ...entryPoints(await readRelocations(file.elf, holder), symbols) };
  });
}
