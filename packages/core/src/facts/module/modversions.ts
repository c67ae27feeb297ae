import { EM_PPC64, SHF_ALLOC } from "../../formats/elf/constants.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import { parseExtendedVersions, parseVersions } from "../../formats/modversions/modversions.ts";
import type { Fact } from "../../model/fact.ts";
import type { Modversions } from "../../model/module.ts";
import { readable } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";

export const VERSIONS = "__versions";
export const EXTENDED_CRCS = "__version_ext_crcs";
export const EXTENDED_NAMES = "__version_ext_names";

/** CRCs of what the module imports. check_version() in kernel/module/version.c: the extended ones go first. */
export function modversions(file: ModuleFile): Promise<Fact<Modversions | undefined>> {
  const basic = allocated(file, VERSIONS);
  const crcs = allocated(file, EXTENDED_CRCS);
  const names = allocated(file, EXTENDED_NAMES);
  const extended = crcs && names;
  return readable({ input: file.name, part: extended ? EXTENDED_CRCS : VERSIONS }, async () => {
    const dotted = file.elf.header.e_machine === EM_PPC64;
    const hasBasic = basic !== undefined;
    if (extended) {
      const columns = [await file.elf.read(crcs), await file.elf.read(names)] as const;
      return { layout: "extended", hasBasic, ...parseExtendedVersions(...columns, dotted) };
    }
    return basic && { layout: "basic", hasBasic, ...parseVersions(await file.elf.read(basic), dotted) };
  });
}

/** Without SHF_ALLOC it is as if it were not there: this is how `modprobe --force` takes it away. */
function allocated(file: ModuleFile, name: string): ElfSection | undefined {
  const section = file.find(name);
  return section && (section.sh_flags & SHF_ALLOC) !== 0 ? section : undefined;
}
