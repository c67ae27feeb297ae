import { access, constants, readdir } from "node:fs/promises";
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
 * `.kernelvariables`), else the machine's default one, else the newest: vermagic names no compiler.
 *
 * @param kernelVariables the text of that file; `""` before the headers are there.
 */
export async function findToolchain(
  architecture: string,
  kernelVariables: string,
  host: Host,
): Promise<Toolchain | MissingPackages> {
  const { triplet, node } = triplets[architecture] ?? { triplet: architecture, node: architecture };
  const programs = await programsOn(host.path);
  const compilers = [...programs].filter(
    (name) => name.startsWith(`${triplet}-gcc`) && /^(?:-\d+)?$/.test(name.slice(`${triplet}-gcc`.length)),
  );
  const usual = compilers.toSorted((a, b) => versionOf(b) - versionOf(a))[0];
  if (usual === undefined || !programs.has("make")) {
    const compiler = node === host.architecture ? "gcc" : `gcc-${triplet.replaceAll("_", "-")}`;
    return {
      missing: [...(programs.has("make") ? [] : ["make"]), ...(usual === undefined ? [compiler] : [])],
    };
  }
  const named = /\$\(CROSS_COMPILE\)(?<gcc>gcc-\d+)/.exec(kernelVariables)?.groups?.["gcc"];
  const wanted = named === undefined ? usual : `${triplet}-${named}`;
  return programs.has(wanted) ? { compiler: wanted } : { compiler: usual, instead: wanted };
}

/** `gcc-14` → 14; the one without a number is the system's choice, and comes first. */
const versionOf = (compiler: string): number => Number(/\d+$/.exec(compiler)?.[0] ?? Infinity);

/** Names of what can be run: files of these directories, or what links there point to. */
async function programsOn(path: readonly string[]): Promise<ReadonlySet<string>> {
  const programs = new Set<string>();
  for (const directory of path.filter((name) => name !== "")) {
    const names = await readdir(directory).catch(() => []);
    for (const name of names.filter((each) => each === "make" || each.includes("-gcc"))) {
      const runs = await access(join(directory, name), constants.X_OK).then(
        () => true,
        () => false,
      );
      if (runs) programs.add(name);
    }
  }
  return programs;
}
