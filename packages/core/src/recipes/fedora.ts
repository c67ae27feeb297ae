import { defineDistribution, type RecipeGiven } from "./define-distribution.ts";
import { foreignKernel, ifOwn } from "./shared/foreign-kernel.ts";
import { fromSource, newerOffered, stillOffered } from "./shared/offers.ts";

/** Fedora, and what descends from it: the packages of RHEL and its rebuilds have the same names. */
export default defineDistribution({
  id: "fedora",
  name: "Fedora",
  is: ({ distribution, like }) =>
    [distribution, ...like].some((id) => ["fedora", "rhel", "centos"].includes(id)),
  headersPackage,
  asksFor: (name) => ["dnf", "--quiet", "--cacheonly", "repoquery", "--whatprovides", name],
  programs: { install: "sudo dnf install", packages: (debian) => packages[debian] ?? crossCompiler(debian) },
  recipes: [
    {
      need: "headers",
      ...stillOffered,
      commands: (given) => [`sudo dnf install "${headersPackage(given)}"`],
    },
    ifOwn(isOwn, {
      need: "headers",
      ...newerOffered,
      commands: (given) => [
        `sudo dnf upgrade --refresh kernel${variant(given)} && sudo dnf install kernel${variant(given)}-devel`,
        "sudo reboot",
      ],
      note: {
        en: "Fedora's build system keeps the packages of older kernels for a while: `koji download-build --rpm`.",
        zh: "Fedora 的构建系统会在一段时间内保留旧内核的软件包：`koji download-build --rpm`。",
      },
    }),
    foreignKernel(isOwn),
    {
      need: "headers-again",
      ...stillOffered,
      commands: (given) => [`sudo dnf reinstall "${headersPackage(given)}"`],
    },
    fromSource(() => [
      "sudo dnf install fedpkg fedora-packager rpmdevtools ncurses-devel pesign grubby",
      'fedpkg clone -a kernel && cd kernel && git switch "f$(rpm -E %fedora)"',
      "sudo dnf builddep kernel.spec",
      "fedpkg local",
      "sudo dnf install ./$(uname -m)/kernel-{core,modules,modules-core,devel}-*.rpm && sudo reboot",
    ]),
  ],
});

/** `6.11.5-300.fc41.x86_64`, `5.14.0-427.el9.x86_64+rt`. */
function isOwn({ release }: RecipeGiven): boolean {
  return /\.(?:fc|el|amzn)\d+/.test(release);
}

/** Provided by the package of exactly one build, whatever its variant. */
function headersPackage({ release }: RecipeGiven): string {
  return `kernel-devel-uname-r == ${release}`;
}

/** `+debug`, `+rt`, `+16k`, `.rt14`: the kernels beside the usual one. */
function variant({ release }: RecipeGiven): string {
  const name = /\+(?<name>[a-z0-9]+(?:-debug)?)$/.exec(release)?.groups?.["name"];
  return name === undefined ? "" : `-${name}`;
}

const packages: Readonly<Record<string, string>> = {
  pahole: "dwarves",
  "libelf-dev": "elfutils-libelf-devel",
  "libssl-dev": "openssl-devel",
  rustc: "rust",
  "rust-src": "rust-src",
  bindgen: "bindgen-cli",
};

/** Fedora has one version of a compiler, without a number. */
function crossCompiler(debian: string): string | undefined {
  const triplet = /^gcc(?:-\d+)?-(?<triplet>(?:aarch64|arm|riscv64|x86-64)-linux-gnu\w*)$/.exec(debian)
    ?.groups?.["triplet"];
  if (triplet !== undefined)
    return `gcc-${triplet.replace("x86-64", "x86_64").replace(/(arm-linux-gnu)\w+/, "$1")}`;
  return /^gcc-\d+$/.test(debian) ? "gcc" : undefined;
}
