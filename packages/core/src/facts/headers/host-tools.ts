import { HEADER_SIZE, parseHeader } from "../../formats/elf/header.ts";
import { type ByteSource, readAll } from "../../io/byte-source.ts";
import { type ArchitectureName, architectureOf, machineName } from "../../model/architecture.ts";
import type { HeadersTrees } from "./trees.ts";

/** A program that make runs while it builds a module: for the machine that builds, not the one that loads it. */
export interface HostTool {
  /** Relative to the headers: `"scripts/mod/modpost"`. */
  readonly path: string;
  /** What it was compiled for; absent for a script, which runs anywhere. */
  readonly machine?: {
    /** Absent where kofit knows no such architecture. */
    readonly architecture?: ArchitectureName;
    /** What to call it: `"arm64"`, `"EM_12"`. */
    readonly name: string;
  };
  /** The version of the GNU C library that it wants at least: `"2.38"`; absent where it wants none. */
  readonly library?: string;
}

/** Those that make runs for any module, or for modules of some configurations. The `.real` ones are Debian's. */
const places: readonly string[] = [
  "scripts/basic/fixdep",
  "scripts/mod/modpost",
  "scripts/genksyms/genksyms",
  "scripts/gendwarfksyms/gendwarfksyms",
  "scripts/recordmcount",
  "scripts/sign-file",
  "tools/objtool/objtool",
  "tools/bpf/resolve_btfids/resolve_btfids",
];

/** Larger than any of them: objtool has 1.5 MB with its debug information. */
const MAX_TOOL = 64 << 20;

/**
 * The host tools that are there, with the machine that each is for.
 *
 * @throws {FormatError} if one is larger than any.
 */
export async function readHostTools({ output }: HeadersTrees): Promise<readonly HostTool[]> {
  const found: HostTool[] = [];
  for (const path of places) {
    const file = await output.open(path);
    if (file) found.push(await hostTool(path, file));
  }
  return found;
}

async function hostTool(path: string, file: ByteSource): Promise<HostTool> {
  const header = parseHeader(await file.read(0, Math.min(HEADER_SIZE, file.size)), file.name);
  if (!header) return { path };
  const { e_machine, bits, encoding } = header;
  const architecture = architectureOf(e_machine, bits, encoding.littleEndian);
  const library = newestLibrary(await readAll(file, MAX_TOOL));
  return {
    path,
    machine: {
      ...(architecture && { architecture: architecture.name }),
      name: architecture?.name ?? machineName(e_machine),
    },
    ...(library !== undefined && { library }),
  };
}

/** The newest of the versions of symbols that it names, `GLIBC_2.34` in `.dynstr`. */
function newestLibrary(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder("latin1").decode(bytes);
  const versions = [...text.matchAll(/\bGLIBC_(\d+\.\d+)/g)].map(([, version = ""]) => version);
  return versions.toSorted(byVersion).at(-1);
}

/** Orders `"2.4"` before `"2.36"`. */
export function byVersion(a: string, b: string): number {
  const [left, right] = [a.split("."), b.split(".")];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = Number(left[index] ?? 0) - Number(right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
