import type { ArchitectureName } from "@kofit/core";

/** One kind of machine, by the names that toolchains, distributions, Node and the kernel have for it. */
export interface Machine {
  /** kofit's name, as in the facts of a kernel. */
  readonly architecture: ArchitectureName;
  /** Debian's: `"amd64"`. */
  readonly debian: string;
  /** The GNU name; the compilers of the machine start with it. */
  readonly triplet: string;
  /** As `process.arch` has it. */
  readonly node: string;
  /** `ARCH` for the kernel's make; also SRCARCH, its directory below `arch`. */
  readonly arch: string;
}

const machines: readonly Machine[] = [
  { architecture: "x86_64", debian: "amd64", triplet: "x86_64-linux-gnu", node: "x64", arch: "x86" },
  { architecture: "i386", debian: "i386", triplet: "i686-linux-gnu", node: "ia32", arch: "x86" },
  { architecture: "arm64", debian: "arm64", triplet: "aarch64-linux-gnu", node: "arm64", arch: "arm64" },
  { architecture: "arm", debian: "armhf", triplet: "arm-linux-gnueabihf", node: "arm", arch: "arm" },
  {
    architecture: "riscv64",
    debian: "riscv64",
    triplet: "riscv64-linux-gnu",
    node: "riscv64",
    arch: "riscv",
  },
  {
    architecture: "ppc64le",
    debian: "ppc64el",
    triplet: "powerpc64le-linux-gnu",
    node: "ppc64",
    arch: "powerpc",
  },
  { architecture: "s390x", debian: "s390x", triplet: "s390x-linux-gnu", node: "s390x", arch: "s390" },
  {
    architecture: "mips64el",
    debian: "mips64el",
    triplet: "mips64el-linux-gnuabi64",
    node: "mips64el",
    arch: "mips",
  },
  { architecture: "mipsel", debian: "mipsel", triplet: "mipsel-linux-gnu", node: "mipsel", arch: "mips" },
  {
    architecture: "loongarch64",
    debian: "loong64",
    triplet: "loongarch64-linux-gnu",
    node: "loong64",
    arch: "loongarch",
  },
];

/** The machine of a kernel's architecture; `undefined` where kofit knows no toolchain for it. */
export const machineOf = (architecture: ArchitectureName): Machine | undefined =>
  machines.find((machine) => machine.architecture === architecture);

/** The machine that Debian calls so. */
export const machineOfDebian = (name: string): Machine | undefined =>
  machines.find(({ debian }) => debian === name);

/** The machine that Node runs on, by `process.arch`. */
export const machineOfNode = (name: string): Machine | undefined =>
  machines.find(({ node }) => node === name);

/**
 * Whether a machine runs programs of that architecture: its own, and a 64-bit x86 kernel runs 32-bit ones, where their
 * libraries are.
 */
export const runsOn = (program: ArchitectureName | undefined, machine: ArchitectureName): boolean =>
  program === machine || (program === "i386" && machine === "x86_64");
