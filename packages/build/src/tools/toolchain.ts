import { readdir } from "node:fs/promises";
import { programOnPath } from "@kofit/core/node";
import type { Machine } from "./machines.ts";

/** What building a module of a kernel takes. */
export interface Toolchain {
  /** Name of the compiler, to be found on the `PATH`: `"aarch64-linux-gnu-gcc-12"`, `"clang-18"`. */
  readonly compiler: string;
  /** What comes before the names of the other tools, `CROSS_COMPILE`: `"aarch64-linux-gnu-"`; `""` for those without. */
  readonly prefix: string;
  /** The value of `LLVM` for make, `"1"` or `"-18"`; absent with GCC. */
  readonly llvm?: string;
  /** The compiler that was asked for, where it is another one. */
  readonly instead?: string;
}

/** Programs are missing; these Debian packages have them. */
export interface MissingPackages {
  readonly missing: readonly string[];
}

/** Where to look for programs, and on what machine. */
export interface Host {
  /** Directories of the `PATH`. */
  readonly path: readonly string[];
  /** As `process.arch` names it. */
  readonly architecture: string;
}

/** The compiler of a `.kernelvariables`, which Debian's headers have: `CC = … $(CROSS_COMPILE)gcc-12` asks for `"gcc-12"`. */
export const askedByVariables = (text: string): string | undefined =>
  /\$\(CROSS_COMPILE\)(?<gcc>gcc-\d+)/.exec(text)?.groups?.["gcc"];

/**
 * The compiler that CONFIG_CC_VERSION_TEXT names, without what it was called for another machine:
 * `"aarch64-linux-gnu-gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0"` asks for `"gcc-12"`, `"Debian clang version 18.1.8"` for
 * `"clang"`. `undefined` where it names none of the two.
 */
export function askedByConfig(versionText: string): string | undefined {
  const gcc = /^(?:\S*-)?(?<gcc>gcc(?:-\d+)?)(?=\s|$)/.exec(versionText)?.groups?.["gcc"];
  return gcc ?? (/\bclang version\b/.test(versionText) ? "clang" : undefined);
}

/**
 * The compiler for modules of a kernel: the one that is asked for, else the machine's default one, else the newest:
 * vermagic names no compiler.
 *
 * @param asked a name without prefix, `"gcc-12"`, `"clang"`, `"clang-18"`; absent: any GCC.
 */
export async function findToolchain(
  machine: Pick<Machine, "triplet" | "node">,
  asked: string | undefined,
  host: Host,
): Promise<Toolchain | MissingPackages> {
  const path = host.path.join(":");
  const make = programOnPath("make", path) === undefined ? ["make"] : [];
  const found = asked?.startsWith("clang")
    ? (llvmToolchain(asked, path) ?? { missing: ["clang", "lld", "llvm"] })
    : await gnuToolchain(machine, asked, host);
  if ("missing" in found) return { missing: [...make, ...found.missing] };
  return make.length > 0 ? { missing: make } : found;
}

async function gnuToolchain(
  { triplet, node }: Pick<Machine, "triplet" | "node">,
  asked: string | undefined,
  host: Host,
): Promise<Toolchain | MissingPackages> {
  const native = node === host.architecture;
  const compilers = await compilersOn(host.path, native ? [`${triplet}-`, ""] : [`${triplet}-`]);
  const wanted = asked === undefined ? undefined : compilers.find(({ gcc }) => gcc === asked);
  const found = wanted ?? compilers[0];
  if (found === undefined) return { missing: [native ? "gcc" : `gcc-${triplet.replaceAll("_", "-")}`] };
  const { prefix, gcc } = found;
  const instead = wanted || asked === undefined ? undefined : prefix + asked;
  return { compiler: prefix + gcc, prefix, ...(instead !== undefined && { instead }) };
}

/** Clang and the linker of the same version: kbuild wants all of LLVM or nothing (Documentation/kbuild/llvm.rst). */
function llvmToolchain(asked: string, path: string): Toolchain | undefined {
  const suffixes = [asked.slice("clang".length), ""];
  for (const suffix of suffixes) {
    const compiler = `clang${suffix}`;
    const all = [compiler, `ld.lld${suffix}`, `llvm-ar${suffix}`, `llvm-nm${suffix}`];
    if (all.some((name) => programOnPath(name, path) === undefined)) continue;
    const llvm = suffix === "" ? "1" : suffix;
    return { compiler, prefix: "", llvm, ...(compiler !== asked && { instead: asked }) };
  }
  return undefined;
}

interface Compiler {
  readonly prefix: string;
  /** `"gcc"` or `"gcc-12"`. */
  readonly gcc: string;
}

/** The compilers of these prefixes: without a number first, which is the system's choice, then the newest. */
async function compilersOn(
  path: readonly string[],
  prefixes: readonly string[],
): Promise<readonly Compiler[]> {
  const found = new Map<string, Compiler>();
  for (const directory of path.filter((name) => name !== "")) {
    for (const name of await readdir(directory).catch(() => [])) {
      const prefix = prefixes.find((one) => name.startsWith(`${one}gcc`));
      const gcc = prefix === undefined ? "" : name.slice(prefix.length);
      if (prefix === undefined || !/^gcc(?:-\d+)?$/.test(gcc) || found.has(name)) continue;
      if (programOnPath(name, directory) !== undefined) found.set(name, { prefix, gcc });
    }
  }
  return [...found.values()].toSorted(
    (a, b) => versionOf(b) - versionOf(a) || b.prefix.length - a.prefix.length,
  );
}

const versionOf = ({ gcc }: Compiler): number => Number(/\d+$/.exec(gcc)?.[0] ?? Infinity);

/** How make is told of the tools: `CC=…`, `CROSS_COMPILE=…`, or `LLVM=…`. */
export function toolVariables({ compiler, prefix, llvm }: Toolchain): readonly string[] {
  if (llvm !== undefined) return [`LLVM=${llvm}`];
  return [`CC=${compiler}`, ...(prefix === "" ? [] : [`CROSS_COMPILE=${prefix}`])];
}
