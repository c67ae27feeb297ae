import { SHT_NOBITS, SHT_NULL, SHT_PROGBITS } from "../../formats/elf/constants.ts";
import { sectionBytes } from "../../formats/elf/section-bytes.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import { allValues, firstValue, type ModinfoEntry, parseModinfo } from "../../formats/modinfo/modinfo.ts";
import { type Fact, known } from "../../model/fact.ts";
import { type ModinfoFacts, type ModinfoReader, modinfoReaders } from "../../model/modinfo.ts";
import type { ModuleFacts } from "../../model/module.ts";
import { readable, readableLater } from "./damage.ts";
import { imageFrom } from "./image.ts";
import type { ModuleFile } from "./module-file.ts";

/** How each kind of loader finds the section; what has no bytes in the file has some where it is looked for. */
const finders: Readonly<Record<ModinfoReader, (file: ModuleFile) => ElfSection | undefined>> = {
  // find_sec() in kernel/module.c, kernel/module/main.c
  upTo63: ({ elf }) => elf.allocSection(".modinfo"),
  // elf_validity_cache_copy() passes over what has no bytes in the file
  upTo612: ({ elf }) =>
    elf.sections.find(
      ({ name, sh_type }) => name === ".modinfo" && sh_type !== SHT_NULL && sh_type !== SHT_NOBITS,
    ),
  // elf_validity_cache_index_info()
  since613: ({ elf }) => elf.section(".modinfo"),
};

/** Every section that some kernel takes for `.modinfo`; in nearly all modules one. */
export const modinfoSections = (file: ModuleFile): readonly ElfSection[] => {
  const common = file.elf.section(".modinfo");
  const found = modinfoReaders.flatMap((reader) => finders[reader](file) ?? []);
  return common ? [...new Set([common, ...found])] : found;
};

/** All that `.modinfo` tells, and what it tells other loaders, where these look elsewhere. */
export async function modinfoFacts(
  file: ModuleFile,
): Promise<ModinfoFacts & Pick<ModuleFacts, "modinfoElsewhere">> {
  const section = file.elf.allocSection(".modinfo") ?? file.elf.section(".modinfo");
  const facts = await factsIn(file, section);
  const others = modinfoReaders.filter((reader) => finders[reader](file) !== section);
  if (others.length === 0) return facts;
  const elsewhere: Partial<Record<ModinfoReader, ModinfoFacts>> = {};
  for (const reader of others) elsewhere[reader] = await factsIn(file, finders[reader](file));
  return { ...facts, modinfoElsewhere: known(elsewhere, { input: file.name, part: ".modinfo" }) };
}

function factsIn(file: ModuleFile, found: ElfSection | undefined): ModinfoFacts | Promise<ModinfoFacts> {
  const origin = { input: file.name, part: ".modinfo" };
  // Without one, get_modinfo() in kernel/module/main.c looks where section 0 is said to begin: most often at the file header.
  const section = found ?? file.elf.sections[0];
  if (!section || (!found && section.sh_offset === 0)) return factsOf(known([], origin));
  if (section.sh_type !== SHT_PROGBITS || section.sh_size === 0) return factsBeyond(file, section);
  const modinfo = readable(origin, () => parseModinfo(file.bytes(section)));
  return modinfo.known ? factsOf(modinfo) : factsBeyond(file, section);
}

/**
 * get_next_modinfo() in kernel/module/main.c looks at the first string before it looks whether there is one, whatever type
 * the section has, and takes the last up to the next NUL, wherever that is.
 */
async function factsBeyond(file: ModuleFile, section: ElfSection): Promise<ModinfoFacts> {
  const modinfo = await readableLater({ input: file.name, part: ".modinfo" }, async () => {
    // What has bytes in the file has to lie in it.
    if (section.sh_type !== SHT_NOBITS && section.sh_type !== SHT_NULL) file.bytes(section);
    const { bytes, source, offset, encoding } = await imageFrom(file, section);
    const end = bytes.indexOf(0, Math.max(1, section.sh_size) - 1);
    return parseModinfo(sectionBytes(end < 0 ? bytes : bytes.subarray(0, end + 1), source, offset, encoding));
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
