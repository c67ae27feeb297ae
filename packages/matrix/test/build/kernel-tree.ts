import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { configuredHeaders, settle } from "../../../build/src/headers/configured-headers.ts";
import {
  cacheDirectory,
  debianArchitecture,
  type FetchedKernel,
  fetchApt,
} from "../../../core/node/index.ts";

/** A kernel of the archive and what its modules are built with, unpacked. */
export interface KernelTree {
  /** The `apt:` target that it comes from. */
  readonly spec: string;
  readonly release: string;
  /** Debian's name: `"arm64"`. */
  readonly architecture: string;
  /** Below kofit's cache; what is made for this kernel goes here, too. */
  readonly directory: string;
  /** The configured headers. */
  readonly headers: string;
  /** `lib/modules/<release>`. */
  readonly modules: string;
  /** The packages of the kernel, without those that only builds need: what kofit is given. */
  readonly packages: readonly string[];
  readonly config: ReadonlyMap<string, string>;
  /** The lines of `Module.symvers`. */
  readonly symvers: readonly Symver[];
}

export interface Symver {
  readonly crc: number;
  readonly symbol: string;
  /** `"vmlinux"`, or a module's path. */
  readonly owner: string;
  readonly gplOnly: boolean;
  /** `""` when it is in none. */
  readonly namespace: string;
}

/** The kernel that an `apt:` target means; fetched and unpacked once, below kofit's cache. */
export async function kernelTree(spec: string): Promise<KernelTree> {
  const fetched = await fetchApt(spec, { cacheDirectory: cacheDirectory(), build: true });
  const { release, architecture } = fetched;
  if (release === undefined) throw new Error(`${spec} is no kernel image`);
  const version = fetched.packages[0]?.version ?? "";
  const directory = join(
    cacheDirectory(),
    "oracle",
    `${release}_${version}_${architecture}`.replaceAll(/[:~]/g, "_"),
  );
  if (!existsSync(directory)) {
    const temporary = `${directory}.${process.pid}.new`;
    unpack(fetched, temporary);
    // Paths of the headers are absolute, so they are settled where they stay.
    renameSync(temporary, directory);
    await settleAll(fetched, directory);
  }
  const headers = await configuredHeaders(directory);
  if (headers === undefined) throw new Error(`${spec} has no headers`);
  const modules = ["lib/modules", "usr/lib/modules"]
    .map((path) => join(directory, path, release))
    .find((path) => existsSync(join(path, "modules.builtin")));
  if (modules === undefined) throw new Error(`${spec}: no lib/modules/${release}`);
  return {
    spec,
    release,
    architecture,
    directory,
    headers,
    modules,
    packages: fetched.packages.filter(({ purpose }) => purpose !== "build").map(({ path }) => path),
    config: configOf(headers),
    symvers: symversOf(headers),
  };
}

/** One of the lists in `lib/modules/<release>`. */
export const readModuleList = (kernel: KernelTree, name: string): string =>
  readFileSync(join(kernel.modules, name), "latin1");

function unpack({ packages }: FetchedKernel, directory: string): void {
  mkdirSync(directory, { recursive: true });
  for (const { path } of packages) execFileSync("dpkg-deb", ["-x", path, directory]);
}

async function settleAll(fetched: FetchedKernel, directory: string): Promise<void> {
  const headers = await configuredHeaders(directory);
  if (headers === undefined) return;
  await settle(headers, directory);
  const kbuild = fetched.packages.find(({ name }) => name.startsWith("linux-kbuild-"));
  // The library of a suite's additions is that of the suite.
  if (kbuild)
    await runWithItsOwnLibrary(directory, kbuild.suite.replace(/-(?:backports|security|updates)$/, ""));
}

/**
 * Makes programs of kbuild run that want a newer C library than this system has: each is started by the loader of the
 * C library of its own suite.
 */
async function runWithItsOwnLibrary(directory: string, suite: string): Promise<void> {
  const root = join(directory, "usr/lib");
  const kbuild = readdirSync(root).find((name) => name.startsWith("linux-kbuild-"));
  if (kbuild === undefined) return;
  const programs = filesBelow(join(root, kbuild)).filter(wantsNewerLibrary);
  if (programs.length === 0) return;
  const library = join(directory, "c-library");
  const fetched = await fetchApt(`apt:libc6:${debianArchitecture(process.arch)}/${suite}`, {
    cacheDirectory: cacheDirectory(),
  });
  unpack(fetched, library);
  const files = filesBelow(library);
  const loader = files.find((path) => /\/ld-linux[^/]*\.so\.\d+$/.test(path));
  const libc = files.find((path) => path.endsWith("/libc.so.6"));
  if (loader === undefined || libc === undefined) throw new Error(`${suite} has no C library`);
  const own = join(libc, "..");
  // What else they need (libelf) is this system's.
  const path = `${own}:/usr/lib/${basename(own)}`;
  for (const program of programs) {
    renameSync(program, `${program}.elf`);
    writeFileSync(program, `#!/bin/sh\nexec '${loader}' --library-path '${path}' '${program}.elf' "$@"\n`);
    chmodSync(program, 0o755);
  }
}

function wantsNewerLibrary(path: string): boolean {
  const content = readFileSync(path, "latin1");
  if (!content.startsWith("\x7fELF")) return false;
  const here = minor(libraryHere());
  return [...content.matchAll(/GLIBC_(2\.\d+)/g)].some(([, version = ""]) => minor(version) > here);
}

const minor = (version: string): number => Number(version.split(".")[1] ?? 0);

/** Version of the C library that runs Node, as `ldd --version` tells it. */
function libraryHere(): string {
  const [first = ""] = execFileSync("ldd", ["--version"], { encoding: "utf8" }).split("\n");
  return /(\d+\.\d+)\s*$/.exec(first)?.[1] ?? "2.0";
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function configOf(headers: string): ReadonlyMap<string, string> {
  const lines = readFileSync(join(headers, ".config"), "utf8").split("\n");
  return new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^(CONFIG_\w+)=(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function symversOf(headers: string): Symver[] {
  return readFileSync(join(headers, "Module.symvers"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [crc = "0", symbol = "", owner = "", kind = "", namespace = ""] = line.split("\t");
      return { crc: Number(crc), symbol, owner, gplOnly: kind.endsWith("_GPL"), namespace };
    });
}
