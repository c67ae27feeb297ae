import type { ElfSection } from "../../formats/elf/section-table.ts";
import { allValues, firstValue, type ModinfoEntry, parseModinfo } from "../../formats/modinfo/modinfo.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { ModuleFacts } from "../../model/module.ts";
import { readable } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";

type ModinfoFacts = Pick<ModuleFacts, "name" | "vermagic" | "license" | "importedNamespaces" | "modinfo">;

/** Up to 6.3 the kernel wants SHF_ALLOC here; since then a check of its own wants the section to be the only one. */
export function modinfoSection({ elf }: ModuleFile): ElfSection | undefined {
  return elf.allocSection(".modinfo") ?? elf.section(".modinfo");
}

/** All that `.modinfo` tells; a module without that section tells nothing. get_modinfo() in kernel/module/main.c */
export function modinfoFacts(file: ModuleFile): ModinfoFacts {
  const section = modinfoSection(file);
  const modinfo = readable({ input: file.name, part: ".modinfo" }, () =>
    section ? parseModinfo(file.bytes(section)) : [],
  );
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
