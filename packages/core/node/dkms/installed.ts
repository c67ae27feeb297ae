import { parseModulesDep } from "../../src/formats/modules-files/modules-dep.ts";
import { readAll } from "../../src/io/byte-source.ts";
import { MAX_DEPTH } from "../../src/io/file-tree.ts";
import { FormatError } from "../../src/io/format-error.ts";
import { sameInAll, type Text } from "../../src/model/fact.ts";
import { moduleNameOf } from "../../src/model/module-name.ts";
import type { DirectoryTree } from "../directory-tree.ts";
import type { DkmsPlaces } from "./places.ts";
import { moduleNamed } from "./tree.ts";

/** What is installed for one kernel. */
export interface InstalledKernel {
  readonly release: string;
  /** Name of a module, as the kernel has it, to the files with that name, relative to the root file system, in their order. */
  readonly modules: ReadonlyMap<string, readonly string[]>;
  /** Name of a module to the file that modprobe takes, as depmod wrote it into `modules.dep`; absent: there is no such file. */
  readonly chosen?: ReadonlyMap<string, string>;
  /** Links in `weak-updates/` that lead nowhere. */
  readonly danglingWeak: readonly { readonly path: string; readonly target: string }[];
  readonly trouble: readonly Text[];
}

/** A kernel of a distribution has 6,000 modules. */
const MAX_FILES = 100_000;
const MAX_MODULES_DEP = 64 << 20;

/** The kernels that have modules below a root file system, by their releases: directories with a `modules.dep` or a `kernel/`. */
export async function installedReleases(
  root: DirectoryTree,
  { installTree }: DkmsPlaces,
): Promise<readonly string[]> {
  const releases: string[] = [];
  for (const { name, kind } of await root.list(installTree)) {
    if (kind !== "directory") continue;
    const entries = await root.list(`${installTree}/${name}`);
    if (entries.some((entry) => entry.name === "modules.dep" || entry.name === "kernel")) releases.push(name);
  }
  return releases;
}

/** What is installed for a kernel. */
export async function readInstalled(
  root: DirectoryTree,
  { installTree }: DkmsPlaces,
  release: string,
): Promise<InstalledKernel> {
  const top = `${installTree}/${release}`;
  const walk: Walk = { root, modules: new Map(), danglingWeak: [], left: MAX_FILES };
  await enter(walk, top, 0);
  const trouble: Text[] = [];
  const chosen = await chosenBy(root, top, trouble);
  const { modules, danglingWeak } = walk;
  return { release, modules, danglingWeak, trouble, ...(chosen && { chosen }) };
}

interface Walk {
  readonly root: DirectoryTree;
  readonly modules: Map<string, string[]>;
  readonly danglingWeak: { path: string; target: string }[];
  left: number;
}

async function enter(walk: Walk, path: string, depth: number): Promise<void> {
  if (depth > MAX_DEPTH) return;
  for (const { name, kind } of await walk.root.list(path)) {
    if (walk.left <= 0) return;
    walk.left -= 1;
    const at = `${path}/${name}`;
    if (kind === "directory") {
      // `build`, `source` and loops.
      if (walk.root.linkAt(at) === undefined) await enter(walk, at, depth + 1);
      continue;
    }
    const module = moduleNamed(name);
    if (module === undefined) continue;
    if (kind === "file") {
      const key = moduleNameOf(module);
      walk.modules.set(key, [...(walk.modules.get(key) ?? []), at]);
    } else if (path.includes("/weak-updates")) {
      const target = walk.root.linkAt(at);
      if (target !== undefined) walk.danglingWeak.push({ path: at, target });
    }
  }
}

async function chosenBy(
  root: DirectoryTree,
  top: string,
  trouble: Text[],
): Promise<ReadonlyMap<string, string> | undefined> {
  const file = await root.open(`${top}/modules.dep`);
  if (!file) return undefined;
  try {
    const paths = parseModulesDep(await readAll(file, MAX_MODULES_DEP), file.name).keys();
    return new Map(
      [...paths].map((path) => [moduleNameOf(path), path.startsWith("/") ? path.slice(1) : `${top}/${path}`]),
    );
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    trouble.push(sameInAll(error.message));
    return undefined;
  }
}
