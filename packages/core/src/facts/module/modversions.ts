import { EM_PPC64, SHT_PROGBITS } from "../../formats/elf/constants.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import { parseExtendedVersions, parseVersions } from "../../formats/modversions/modversions.ts";
import type { Fact } from "../../model/fact.ts";
import type { Modversions } from "../../model/module.ts";
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

/** CRCs of what the module imports. check_version() in kernel/module/version.c: the extended ones go first. */
export function modversions(file: ModuleFile): Fact<Modversions | undefined> {
  const { basic, crcs, names } = versionSections(file);
  const dotted = file.elf.header.e_machine === EM_PPC64;
  const hasBasic = basic !== undefined;
  if (!crcs || !names) return basicVersions(file);
  return readable({ input: file.name, part: "__version_ext_crcs" }, () => ({
    layout: "extended",
    hasBasic,
    ...parseExtendedVersions(file.bytes(crcs), file.bytes(names), dotted),
  }));
}

/** Those of `__versions` alone, which is what kernels before 6.14 see. */
export function basicVersions(file: ModuleFile): Fact<Modversions | undefined> {
  const { basic } = versionSections(file);
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
