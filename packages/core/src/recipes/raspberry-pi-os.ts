import { defineDistribution, type RecipeGiven } from "./define-distribution.ts";
import {
  aptCache,
  aptInstall,
  aptPackage,
  installHeaders,
  reinstallHeaders,
  upgradeKernel,
} from "./shared/debian.ts";
import { fromSource } from "./shared/offers.ts";

/** Since bookworm kernels are packaged as Debian's are, `6.6.51+rpt-rpi-v8`; before, all were in one package. */
const isPackaged = ({ release }: RecipeGiven): boolean => /-rpi-\w+$/.test(release);

/** The firmware's own updater installs kernels that no package has: `6.6.60-v8+`, where those of packages have another name. */
const isFromUpdater = (given: RecipeGiven): boolean =>
  !isPackaged(given) && Number(given.system.version ?? 0) >= 12;

const headersPackage = (given: RecipeGiven): string =>
  isPackaged(given) ? `linux-headers-${given.release}` : "raspberrypi-kernel-headers";

export default defineDistribution({
  id: "raspberry-pi-os",
  name: "Raspberry Pi OS",
  is: ({ raspberryPi, armbian }) => raspberryPi && armbian === undefined,
  headersPackage,
  asksFor: aptCache,
  programs: { install: aptInstall, packages: aptPackage },
  recipes: [
    {
      need: "headers",
      holds: isFromUpdater,
      condition: {
        en: "the kernel came with `rpi-update`: there are no headers of it; go back to the packaged kernel",
        zh: "内核由 `rpi-update` 安装：没有对应的头文件，请换回软件包中的内核",
      },
      commands: (given) => [
        "sudo apt update",
        `${aptInstall} --reinstall linux-image-rpi-${flavour(given)} linux-headers-rpi-${flavour(given)} raspi-firmware`,
        "sudo reboot",
      ],
    },
    onlyPackaged(installHeaders(headersPackage)),
    onlyPackaged(
      upgradeKernel((given) =>
        isPackaged(given)
          ? `linux-headers-rpi-${flavour(given)}`
          : "raspberrypi-kernel raspberrypi-kernel-headers",
      ),
    ),
    onlyPackaged(reinstallHeaders(headersPackage)),
    fromSource((given) => [
      `${aptInstall} git build-essential bc bison flex libelf-dev libssl-dev pahole rsync debhelper`,
      "git clone --depth=1 https://github.com/raspberrypi/linux && cd linux",
      `make ${defconfig(given)}`,
      "make -j$(nproc) bindeb-pkg LOCALVERSION=-own",
      `${aptInstall} ../linux-image-*-own*.deb ../linux-headers-*-own*.deb && sudo reboot`,
    ]),
  ],
});

function onlyPackaged<R extends { holds: (given: RecipeGiven) => boolean | undefined }>(recipe: R): R {
  return { ...recipe, holds: (given) => (isFromUpdater(given) ? false : recipe.holds(given)) };
}

/** `v6`, `v7`, `v7l`, `v8`, `2712`: both ways of naming kernels end with it, but for the `+`; the oldest boards' have none. */
const flavour = ({ release }: RecipeGiven): string =>
  /(?:-rpi-|-)(?<flavour>v\d+l?|2712)(?:-16k)?\+?$/.exec(release)?.groups?.["flavour"] ?? "v6";

/** arch/arm/configs, arch/arm64/configs of the Raspberry Pi kernel. */
const defconfigs: Readonly<Record<string, string>> = {
  v6: "bcmrpi_defconfig",
  v7: "bcm2709_defconfig",
  v7l: "bcm2711_defconfig",
  v8: "bcm2711_defconfig",
  "2712": "bcm2712_defconfig",
};
const defconfig = (given: RecipeGiven): string => defconfigs[flavour(given)] ?? "bcm2711_defconfig";
