import { readKsymtab } from "../../formats/ksymtab/ksymtab.ts";
import type { Fact } from "../../model/fact.ts";
import type { ModuleExport } from "../../model/module.ts";
import { readableLater } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";

/** What the module itself exports. */
export function moduleExports(file: ModuleFile): Promise<Fact<readonly ModuleExport[]>> {
  return readableLater({ input: file.name, part: "__ksymtab" }, () => readKsymtab(file.elf));
}
