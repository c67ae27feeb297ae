import { defineDistribution, type RecipeGiven } from "./define-distribution.ts";
import { fromSource } from "./shared/offers.ts";

/** Arch Linux, and what descends from it and takes its kernels. */
export default defineDistribution({
  id: "arch",
  name: "Arch Linux",
  is: ({ distribution, like }) => [distribution, ...like].includes("arch"),
  headersPackage: (given) => `${kernelPackage(given)}-headers`,
  asksFor: (name) => ["pacman", "-Si", name],
  programs: { install: "sudo pacman -S --needed", packages: (debian) => packageOf(debian) },
  recipes: [
    {
      need: "headers",
      // The package's name is the same for all versions, and partial upgrades are not supported: which version it is, is what counts.
      holds: () => undefined,
      condition: {
        en: "the kernel that runs is the newest one (`pacman -Qu` names no kernel)",
        zh: "正在运行的是最新的内核（`pacman -Qu` 没有列出内核）",
      },
      commands: (given) => [`sudo pacman -S ${kernelPackage(given)}-headers`],
    },
    {
      need: "headers",
      holds: () => undefined,
      condition: {
        en: "there is a newer one: kernel and headers are upgraded with the whole system",
        zh: "已有更新的内核：请随整个系统一起升级内核和头文件",
      },
      commands: (given) => [
        `sudo pacman -Syu ${kernelPackage(given)} ${kernelPackage(given)}-headers`,
        "reboot",
      ],
      note: {
        en: "Modules of the kernel that still runs are gone after the upgrade: load what is wanted before, or reboot at once.",
        zh: "升级后，仍在运行的旧内核的模块目录会被删除：请在升级前加载所需模块，或升级后立即重启。",
      },
    },
    {
      need: "headers-again",
      holds: () => true,
      condition: { en: "they are those of the kernel", zh: "头文件与内核版本相同" },
      commands: (given) => [`sudo pacman -S ${kernelPackage(given)}-headers`],
    },
    fromSource((given) => [
      "sudo pacman -S --needed devtools base-devel",
      `pkgctl repo clone --protocol=https ${kernelPackage(given)} && cd ${kernelPackage(given)}`,
      "makepkg -s",
      `sudo pacman -U ${kernelPackage(given)}-[0-9]*.pkg.tar.zst ${kernelPackage(given)}-headers-*.pkg.tar.zst && reboot`,
    ]),
  ],
});

/** The package is called as the end of its release: `6.12.1-zen1-1-zen`, `6.6.63-1-lts`; `6.12.1-arch1-1` is `linux`. */
function kernelPackage({ release }: RecipeGiven): string {
  const flavour = /-\d+-(?<flavour>[a-z][a-z-]*)$/.exec(release)?.groups?.["flavour"];
  return flavour === undefined || flavour === "arch" ? "linux" : `linux-${flavour}`;
}

const packages: Readonly<Record<string, string>> = {
  "libelf-dev": "libelf",
  "libssl-dev": "openssl",
  rustc: "rust",
  bindgen: "rust-bindgen",
};

/** Arch Linux has one version of a compiler, without a number. */
function packageOf(debian: string): string | undefined {
  const cross = /^gcc(?:-\d+)?-(?<triplet>(?:aarch64|riscv64)-linux-gnu)$/.exec(debian)?.groups?.["triplet"];
  if (cross !== undefined) return `${cross}-gcc`;
  return /^gcc-\d+$/.test(debian) ? "gcc" : packages[debian];
}
