import type { RecipeGiven } from "./define-distribution.ts";
import { defineDistribution } from "./define-distribution.ts";
import {
  aptCache,
  aptInstall,
  aptPackage,
  hasOwnKernels,
  headersOfRelease,
  installHeaders,
  isUbuntu,
  reinstallHeaders,
  upgradeKernel,
} from "./shared/debian.ts";
import { foreignKernel, ifOwn } from "./shared/foreign-kernel.ts";
import { fromSource } from "./shared/offers.ts";

export default defineDistribution({
  id: "debian",
  name: "Debian",
  is: (system) =>
    !hasOwnKernels(system) && !isUbuntu(system) && [system.distribution, ...system.like].includes("debian"),
  headersPackage: headersOfRelease,
  asksFor: aptCache,
  programs: { install: aptInstall, packages: aptPackage },
  recipes: [
    installHeaders(headersOfRelease),
    ifOwn(
      isOwn,
      upgradeKernel((given) => `${backports(given)}${metaPackage(given)}`),
    ),
    foreignKernel(isOwn),
    reinstallHeaders((given) => `${headersOfRelease(given)}${commonPackage(given)}`),
    fromSource(({ release }) => [
      `${aptInstall} build-essential bc bison flex libelf-dev libssl-dev pahole rsync debhelper linux-source`,
      "tar xf /usr/src/linux-source-*.tar.xz && cd linux-source-*",
      `cp /boot/config-${release} .config && make olddefconfig`,
      "make -j$(nproc) bindeb-pkg LOCALVERSION=-own",
      `${aptInstall} ../linux-image-*-own_*.deb ../linux-headers-*-own_*.deb && sudo reboot`,
    ]),
  ],
});

/**
 * What is before the flavour: `6.1.0-28`, `6.12.57+deb13`, `6.12.9+bpo`, `6.1.0-0.deb11.7`. The flavour is the rest:
 * `amd64`, `cloud-amd64`, `armmp-lpae`, as debian/config names them: all have an architecture in them.
 */
function partsOf(release: string): { readonly abi: string; readonly flavour: string } | undefined {
  const { abi, flavour } =
    /^(?<abi>\d[\d.]*(?:-rc\d+)?(?:-\d[\w.]*|\+(?:deb|bpo)[\w.]*))-(?<flavour>[a-z\d-]*(?:amd64|arm64|armmp|686|riscv64|loong64|powerpc|s390x|mips|marvell|rpi)[a-z\d-]*)$/.exec(
      release,
    )?.groups ?? {};
  return abi === undefined || flavour === undefined ? undefined : { abi, flavour };
}

function isOwn({ release }: RecipeGiven): boolean {
  return partsOf(release) !== undefined;
}

/** Follows the newest kernel of the flavour. */
const metaPackage = ({ release }: RecipeGiven): string =>
  `linux-headers-${partsOf(release)?.flavour ?? "amd64"}`;

/** Headers that all flavours of an architecture share; the realtime ones have their own. */
function commonPackage({ release }: RecipeGiven): string {
  const parts = partsOf(release);
  return parts ? ` linux-headers-${parts.abi}-common${parts.flavour.startsWith("rt-") ? "-rt" : ""}` : "";
}

/**
 * `-t bookworm-backports `: of a kernel from there, whose flavour's package would else lead to an older one. Until trixie they
 * have the release that they were made for in their name, since then `bpo`: debian/bin/gencontrol.py of Debian's package.
 */
function backports({ release, system: { codename, version } }: RecipeGiven): string {
  const made = /\+deb(?<number>\d+)-/.exec(release)?.groups?.["number"];
  const isBackport =
    /\+bpo|\.deb\d+\./.test(release) || (made !== undefined && made === version && Number(made) < 13);
  return isBackport && codename !== undefined ? `-t ${codename}-backports ` : "";
}
