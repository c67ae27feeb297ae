import { allValues, firstValue, type ModinfoEntry, parseModinfo } from "../../formats/modinfo/modinfo.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { ModuleFacts } from "../../model/module.ts";
import { readable } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";

type ModinfoFacts = Pick<ModuleFacts, "name" | "vermagic" | "license" | "importedNamespaces" | "modinfo">;

/** All that `.modinfo` tells; a module without that section tells nothing. get_modinfo() in kernel/module/main.c */
export async function modinfoFacts(file: ModuleFile): Promise<ModinfoFacts> {
  const modinfo = await readable({ input: file.name, part: ".modinfo" }, async () => {
    const section = file.find(".modinfo");
    return section ? parseModinfo(await file.elf.read(section)) : [];
  });
  const of = <T>(pick: (entries: readonly ModinfoEntry[]) => T): Fact<T> =>
    modinfo.known ? known(pick(modinfo.value), modinfo.origin) : modinfo;
  return {
    modinfo,
    name: of((entries) => firstValue(entries, "name")),
    vermagic: of((entries) => firstValue(entries, "vermagic")),
    license: of((entries) => firstValue(entries, "license")),
    importedNamespaces: of((entries) => new Set(allValues(entries, "import_ns"))),
  };
}
