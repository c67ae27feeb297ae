import { access, constants } from "node:fs/promises";
import { join } from "node:path";

/** What building a module of a kernel takes. */
export interface Toolchain {
  /** Name of the compiler, to be found on the `PATH`: `"aarch64-linux-gnu-gcc-12"`. */
  readonly compiler: string;
  /** The compiler that the headers ask for, where it is another one. */
  readonly instead?: string;
}

/** Programs are missing; these Debian packages have them. */
export interface MissingPackages {
  readonly missing: readonly string[];
}

/** GNU names of the machines, by Debian's name of the architecture; the compilers of a machine start with it. */
const triplets: Readonly<Record<string, { readonly triplet: string; readonly node: string }>> = {
  amd64: { triplet: "x86_64-linux-gnu", node: "x64" },
  arm64: { triplet: "aarch64-linux-gnu", node: "arm64" },
  armhf: { triplet: "arm-linux-gnueabihf", node: "arm" },
  i386: { triplet: "i686-linux-gnu", node: "ia32" },
  ppc64el: { triplet: "powerpc64le-linux-gnu", node: "ppc64" },
  riscv64: { triplet: "riscv64-linux-gnu", node: "riscv64" },
  s390x: { triplet: "s390x-linux-gnu", node: "s390x" },
};

/** Where to look for programs, and on what machine. */
export interface Host {
  /** Directories of the `PATH`. */
  readonly path: readonly string[];
  /** As `process.arch` names it. */
  readonly architecture: string;
}

/**
 * The compiler for modules of a Debian kernel: the one that its headers name (`$(CROSS_COMPILE)gcc-12` in
 * `.kernelvariables`), else the machine's default one: modules of another gcc load, vermagic names no compiler.
 */
export async function findToolchain(
  architecture: string,
  kernelVariables: string,
  host: Host,
): Promise<Toolchain | MissingPackages> {
  const { triplet, node } = triplets[architecture] ?? { triplet: architecture, node: architecture };
  const named = /\$\(CROSS_COMPILE\)(gcc-\d+)/.exec(kernelVariables)?.[1] ?? "gcc";
  const wanted = `${triplet}-${named}`;
  const usual = `${triplet}-gcc`;
  const [hasMake, hasWanted, hasUsual] = await Promise.all(
    ["make", wanted, usual].map((program) => isThere(program, host.path)),
  );
  if (hasMake && hasWanted) return { compiler: wanted };
  if (hasMake && hasUsual) return { compiler: usual, instead: wanted };
  const compilerPackage = node === host.architecture ? "gcc" : `gcc-${triplet.replaceAll("_", "-")}`;
  return { missing: [...(hasMake ? [] : ["make"]), ...(hasWanted || hasUsual ? [] : [compilerPackage])] };
}

async function isThere(program: string, path: readonly string[]): Promise<boolean> {
  for (const directory of path) {
    if (directory === "") continue;
    const found = await access(join(directory, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
