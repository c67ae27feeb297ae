import { EM_PPC64, SHT_PROGBITS } from "../../formats/elf/constants.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import { parseExtendedVersions, parseVersions } from "../../formats/modversions/modversions.ts";
import type { Fact } from "../../model/fact.ts";
import type { ModuleFacts, Modversions } from "../../model/module.ts";
import { readable } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";

/** The sections of CRCs. Without SHF_ALLOC one is as if not there: this is how `modprobe --force` takes it away. */
export function versionSections({
  elf,
}: ModuleFile): Partial<Record<"basic" | "crcs" | "names", ElfSection>> {
  const basic = elf.allocSection("__versions");
  const crcs = elf.allocSection("__version_ext_crcs");
  const names = elf.allocSection("__version_ext_names");
  return { ...(basic && { basic }), ...(crcs && { crcs }), ...(names && { names }) };
}

/**
 * CRCs of what the module imports. check_version() in kernel/module/version.c: the extended ones go first, and kernels
 * before 6.14 see those of `__versions` alone.
 */
export function versionFacts(file: ModuleFile): Pick<ModuleFacts, "modversions" | "basicVersions"> {
  const { basic, crcs, names } = versionSections(file);
  const basicVersions = versionsIn(file, basic);
  if (!crcs) return { modversions: basicVersions };
  if (!names) return { modversions: basicVersions, basicVersions };
  const dotted = file.elf.header.e_machine === EM_PPC64;
  const modversions = readable<Modversions | undefined>(
    { input: file.name, part: "__version_ext_crcs" },
    () => ({
      layout: "extended",
      hasBasic: basic !== undefined,
      ...parseExtendedVersions(file.bytes(crcs), file.bytes(names), dotted),
    }),
  );
  return { modversions, basicVersions };
}

function versionsIn(file: ModuleFile, basic: ElfSection | undefined): Fact<Modversions | undefined> {
  const dotted = file.elf.header.e_machine === EM_PPC64;
  return readable({ input: file.name, part: "__versions" }, () =>
    // Read by its place in the file, even if its type says that it has none there.
    basic
      ? {
          layout: "basic",
          hasBasic: true,
          ...parseVersions(file.bytes({ ...basic, sh_type: SHT_PROGBITS }), dotted),
        }
      : undefined,
  );
}
