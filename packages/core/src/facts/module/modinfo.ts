import { sectionBytes } from "../../formats/elf/section-bytes.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import { allValues, firstValue, type ModinfoEntry, parseModinfo } from "../../formats/modinfo/modinfo.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { ModuleFacts } from "../../model/module.ts";
import { readable, readableLater } from "./damage.ts";
import { imageFrom } from "./image.ts";
import type { ModuleFile } from "./module-file.ts";

type ModinfoFacts = Pick<ModuleFacts, "name" | "vermagic" | "license" | "importedNamespaces" | "modinfo">;

/** Up to 6.3 the kernel wants SHF_ALLOC here; since then a check of its own wants the section to be the only one. */
export function modinfoSection({ elf }: ModuleFile): ElfSection | undefined {
  return elf.allocSection(".modinfo") ?? elf.section(".modinfo");
}

/** All that `.modinfo` tells; a module without that section tells nothing. get_modinfo() in kernel/module/main.c */
export function modinfoFacts(file: ModuleFile): ModinfoFacts | Promise<ModinfoFacts> {
  const section = modinfoSection(file);
  const origin = { input: file.name, part: ".modinfo" };
  const modinfo = readable(origin, () => (section ? parseModinfo(file.bytes(section)) : []));
  return modinfo.known || !section ? factsOf(modinfo) : unterminated(file, section);
}

/** The kernel takes the last value up to the next NUL, wherever that is. */
async function unterminated(file: ModuleFile, section: ElfSection): Promise<ModinfoFacts> {
  const modinfo = await readableLater({ input: file.name, part: ".modinfo" }, async () => {
    const held = file.bytes(section);
    const image = await imageFrom(file, section);
    const end = image.bytes.indexOf(0, Math.max(0, held.bytes.length - 1));
    if (end < 0) return parseModinfo(held);
    return parseModinfo(
      sectionBytes(image.bytes.subarray(0, end + 1), held.source, held.offset, held.encoding),
    );
  });
  return factsOf(modinfo);
}

function factsOf(modinfo: Fact<readonly ModinfoEntry[]>): ModinfoFacts {
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
