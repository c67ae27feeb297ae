import { defineDistribution, type RecipeGiven } from "./define-distribution.ts";
import { aptCache, aptInstall, aptPackage, reinstallHeaders } from "./shared/debian.ts";
import { isGone } from "./shared/offers.ts";

export default defineDistribution({
  id: "armbian",
  name: "Armbian",
  is: ({ armbian }) => armbian !== undefined,
  headersPackage: headersOfImage,
  asksFor: aptCache,
  programs: { install: aptInstall, packages: aptPackage },
  recipes: [
    {
      need: "headers",
      holds: ({ offered }) => offered,
      condition: {
        en: "the repository has the version of the installed kernel",
        zh: "软件源中有与已安装内核版本相同的软件包",
      },
      commands: (given) => ["sudo apt update", `${aptInstall} ${headersOfImage(given)}`],
    },
    {
      need: "headers",
      holds: isGone,
      condition: {
        en: "the repository has another version: kernel and headers must be of the same one",
        zh: "软件源中是另一个版本：内核和头文件必须是同一版本",
      },
      commands: (given) => [
        "sudo apt update",
        `${aptInstall} ${packageOf("image", given)} ${packageOf("headers", given)}`,
        "sudo reboot",
      ],
      note: {
        en: "Name both packages: whoever upgrades one of them alone has headers of another kernel.",
        zh: "请同时写出两个软件包：只升级其中一个，头文件就与内核不一致。",
      },
    },
    reinstallHeaders(headersOfImage),
    {
      need: "kernel-from-source",
      holds: () => true,
      condition: {
        en: "the repository has no headers of this kernel, or they do not fit it",
        zh: "软件源中没有该内核的头文件，或头文件与内核不一致",
      },
      commands: (given) => [
        "git clone --depth=1 https://github.com/armbian/build && cd build",
        `./compile.sh kernel ${selection(given)}`,
        `${aptInstall} ./output/debs/${packageOf("image", given)}_*.deb ./output/debs/${packageOf("headers", given)}_*.deb`,
        "sudo reboot",
      ],
      note: {
        en: "The first two on a PC or the board itself, with 8 GB of memory and 50 GB of disk; the packages are copied to the board, should it be another machine.",
        zh: "前两条命令在 PC 或开发板上运行，需要 8 GB 内存和 50 GB 磁盘空间；如果不是在开发板上编译，请将软件包复制到开发板。",
      },
    },
  ],
});

/** Branches are part of a release that Armbian made: `6.6.44-current-sunxi64`. */
function branchOf({ system: { armbian }, release }: RecipeGiven): string {
  const family = armbian?.family ?? "";
  const named = release.endsWith(`-${family}`) ? /-(?<branch>[a-z]+)-/.exec(release)?.groups : undefined;
  return named?.["branch"] ?? armbian?.branch ?? "current";
}

const selection = (given: RecipeGiven): string =>
  `BOARD=${given.system.armbian?.board ?? ""} BRANCH=${branchOf(given)} KERNEL_CONFIGURE=no`;

const packageOf = (kind: "image" | "headers", given: RecipeGiven): string =>
  `linux-${kind}-${branchOf(given)}-${given.system.armbian?.family ?? ""}`;

/** The headers of the version that the image has: the package's name is the same for all of them. */
function headersOfImage(given: RecipeGiven): string {
  const version = given.system.kernelPackages.get(packageOf("image", given));
  const name = packageOf("headers", given);
  return version === undefined ? name : `${name}=${version}`;
}
