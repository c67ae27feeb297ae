import { SHT_SYMTAB } from "../../formats/elf/constants.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import type { ModuleFile } from "./module-file.ts";

/** The first SHT_SYMTAB, which is the one that the kernel takes; `undefined` for a stripped module. */
export function symbolSection({ elf }: ModuleFile): ElfSection | undefined {
  return elf.sections.find(({ sh_type }) => sh_type === SHT_SYMTAB);
}
