import { defineDistribution, type RecipeGiven } from "./define-distribution.ts";
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
  id: "ubuntu",
  name: "Ubuntu",
  is: (system) => !hasOwnKernels(system) && isUbuntu(system),
  headersPackage: headersOfRelease,
  asksFor: aptCache,
  programs: { install: aptInstall, packages: aptPackage },
  recipes: [
    installHeaders(headersOfRelease),
    ifOwn(isOwn, upgradeKernel(metaPackage)),
    foreignKernel(isOwn),
    reinstallHeaders((given) => `${headersOfRelease(given)} ${commonPackage(given)}`),
    fromSource(({ release }) => [
      `${aptInstall} build-essential bc bison flex libelf-dev libssl-dev dwarves rsync debhelper linux-source`,
      "tar xf /usr/src/linux-source-*.tar.bz2 && cd linux-source-*",
      `cp /boot/config-${release} .config && scripts/config --set-str SYSTEM_TRUSTED_KEYS "" --set-str SYSTEM_REVOCATION_KEYS "" && make olddefconfig`,
      "make -j$(nproc) bindeb-pkg LOCALVERSION=-own",
      `${aptInstall} ../linux-image-*-own_*.deb ../linux-headers-*-own_*.deb && sudo reboot`,
    ]),
  ],
});

/** `6.8.0-45-generic`, `6.8.0-1012-raspi`. */
function isOwn({ release }: RecipeGiven): boolean {
  return /^\d+\.\d+\.\d+-\d+-[a-z][\w-]*$/.test(release);
}

/** `6.8.0-45-generic`: `generic` follows the newest kernel of the flavour; with `generic-hwe-24.04` its own package does. */
function metaPackage({ release, system }: RecipeGiven): string {
  const flavour = /^\d[\d.]*-\d+-(.+)$/.exec(release)?.[1] ?? "generic";
  const image = [...system.kernelPackages.keys()].find(
    (name) => name.startsWith(`linux-image-${flavour}`) && !/-\d+\.\d+\.\d+-/.test(name),
  );
  return image === undefined ? `linux-headers-${flavour}` : image.replace("image", "headers");
}

/** The part without a flavour: `linux-headers-6.8.0-45`, or that of an HWE kernel, `linux-hwe-6.8-headers-6.8.0-45`. */
function commonPackage({ release, system }: RecipeGiven): string {
  const abi = /^\d[\d.]*-\d+/.exec(release)?.[0] ?? release;
  const found = [...system.kernelPackages.keys()].find((name) => name.endsWith(`-headers-${abi}`));
  return found ?? `linux-headers-${abi}`;
}
