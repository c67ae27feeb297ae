import { openElf } from "../../formats/elf/elf.ts";
import type { KernelImage } from "../../formats/kernel-image/kernel-image.ts";
import {
  type Architecture,
  type ArchitectureName,
  architectureNamed,
  architectureOf,
} from "../../model/architecture.ts";
import { type Config, configured } from "../../model/config.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { config } from "./config.ts";
import { givenImage, imageOf } from "./image.ts";
import { once } from "./once.ts";
import { giveModules } from "./remedies.ts";
import { majority, samplesOf } from "./samples.ts";

/** From the ELF headers of what was built for this kernel, or its image; else from its configuration, else from `uname -m`. */
export const architecture: (artifacts: Artifacts) => Promise<Fact<Architecture>> = once(async (artifacts) =>
  readFact(
    artifacts,
    [fromModules, fromVmlinux, fromGivenImage, fromConfig, fromUname, fromImage],
    unknown(
      {
        en: "nothing that was given tells the architecture of the kernel",
        zh: "所给的内容都没有说明内核的体系结构",
      },
      giveModules,
    ),
  ),
);

async function fromModules(artifacts: Artifacts): Promise<Fact<Architecture> | undefined> {
  const found = majority(
    await samplesOf(artifacts),
    ({ architecture }) => architecture,
    ({ name }) => name,
  );
  const input = found?.having[0]?.name;
  return found && input !== undefined ? known(found.value, { input, part: "e_machine" }) : undefined;
}

async function fromVmlinux({ vmlinux }: Artifacts): Promise<Fact<Architecture> | undefined> {
  if (!vmlinux) return undefined;
  const { header } = await openElf(vmlinux);
  const found = architectureOf(header.e_machine, header.bits, header.encoding.littleEndian);
  return found && known(found, { input: vmlinux.name, part: "e_machine" });
}

const ofImage = (image: KernelImage | undefined): Fact<Architecture> | undefined =>
  image && known(image.architecture, { input: image.name, part: image.container });

async function fromGivenImage(artifacts: Artifacts): Promise<Fact<Architecture> | undefined> {
  return ofImage(await givenImage(artifacts));
}

async function fromImage(artifacts: Artifacts): Promise<Fact<Architecture> | undefined> {
  return ofImage(await imageOf(artifacts));
}

async function fromConfig(artifacts: Artifacts): Promise<Fact<Architecture> | undefined> {
  const found = await config(artifacts);
  if (!found.known) return undefined;
  const name = nameIn(found.value);
  return name && known(architectureNamed(name), { ...found.origin, part: "CONFIG_*" });
}

/** Symbols that Kconfig sets for an architecture, without `CONFIG_`; the first row whose symbols are all set names it. */
const bySymbols: readonly (readonly [symbols: readonly string[], name: ArchitectureName | undefined])[] = [
  [["X86_64"], "x86_64"],
  [["X86_32"], "i386"],
  // No such kernel is known to kofit.
  [["ARM64", "CPU_BIG_ENDIAN"], undefined],
  [["ARM64"], "arm64"],
  [["ARM", "CPU_BIG_ENDIAN"], "armeb"],
  [["ARM"], "arm"],
  [["RISCV", "64BIT"], "riscv64"],
  [["RISCV"], "riscv32"],
  [["PPC64", "CPU_LITTLE_ENDIAN"], "ppc64le"],
  [["PPC64"], "ppc64"],
  [["PPC32"], "ppc"],
  [["S390"], "s390x"],
  [["MIPS", "64BIT", "CPU_LITTLE_ENDIAN"], "mips64el"],
  [["MIPS", "64BIT"], "mips64"],
  [["MIPS", "CPU_LITTLE_ENDIAN"], "mipsel"],
  [["MIPS"], "mips"],
  [["LOONGARCH", "64BIT"], "loongarch64"],
];

function nameIn(config: Config): ArchitectureName | undefined {
  const isSet = (symbol: string): boolean => configured(config, `CONFIG_${symbol}`);
  return bySymbols.find(([symbols]) => symbols.every(isSet))?.[1];
}

/** UTS_MACHINE of each architecture. MIPS says `mips` in either byte order and is left out. */
const byMachine: Readonly<Record<string, ArchitectureName>> = {
  x86_64: "x86_64",
  i486: "i386",
  i586: "i386",
  i686: "i386",
  aarch64: "arm64",
  armv6l: "arm",
  armv7l: "arm",
  armv5tel: "arm",
  riscv64: "riscv64",
  riscv32: "riscv32",
  ppc64le: "ppc64le",
  ppc64: "ppc64",
  ppc: "ppc",
  s390x: "s390x",
  loongarch64: "loongarch64",
};

async function fromUname({ live }: Artifacts): Promise<Fact<Architecture> | undefined> {
  const name = live && byMachine[live.machine];
  return name && known(architectureNamed(name), { input: "uname -m" });
}
