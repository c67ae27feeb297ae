import { type ByteSource, readAll } from "../../io/byte-source.ts";
import { decompressed } from "../../io/decompress.ts";
import { type FileTree, MAX_DEPTH } from "../../io/file-tree.ts";
import { FormatError } from "../../io/format-error.ts";
import type { ModuleTree } from "../define-source.ts";
import { MAX_INDEX, MAX_MODULE } from "./limits.ts";
import { isModulePath, ownPaths, pathsInDep, pathsInOrder } from "./module-paths.ts";
import { below, firstFile } from "./subtree.ts";

/** Directories entered in one tree: five times those of a distribution's kernel; more is a loop of links. */
const MAX_DIRECTORIES = 5000;

/** The kernel's own modules in `directory`, which is `lib/modules/<release>` or laid out like it. */
export function treeModules(tree: FileTree, directory: string): ModuleTree {
  let found: Promise<readonly string[]> | undefined;
  const paths = async (): Promise<readonly string[]> => {
    found ??= listPaths(tree, directory);
    return found;
  };
  return {
    name: below(tree.name, directory),
    paths,
    async each(visit) {
      for (const path of await paths()) {
        const module = await openModule(tree, below(directory, path));
        if (module && (await visit(module)) === "stop") return;
      }
    },
  };
}

/**
 * From the lists that depmod and `modules_install` left, which are one file each; else, or where these are damaged, from
 * the directories themselves.
 */
async function listPaths(tree: FileTree, directory: string): Promise<readonly string[]> {
  for (const [name, parse] of lists) {
    const file = await tree.open(below(directory, name));
    const paths = file && (await orNone(async () => parse(await readAll(file, MAX_INDEX), file.name)));
    if (paths && paths.length > 0) return ownPaths(paths);
  }
  return ownPaths(await walk(tree, directory));
}

const lists = [
  ["modules.dep", pathsInDep],
  ["modules.order", pathsInOrder],
] as const;

/** What `read` reads; `undefined` when it is damaged. */
async function orNone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

async function walk(tree: FileTree, directory: string): Promise<string[]> {
  const found: string[] = [];
  const open = [{ path: "", depth: 0 }];
  let entered = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { path, depth } = next;
    entered += 1;
    if (entered > MAX_DIRECTORIES) {
      const where = below(tree.name, directory);
      throw new FormatError(
        where,
        0,
        `more than ${MAX_DIRECTORIES} directories; do links lead round in a circle?`,
      );
    }
    for (const { name, kind } of await tree.list(below(directory, path))) {
      const inner = below(path, name);
      // `build` and `source` at the top lead to the headers.
      const leadsAway = depth === 0 && (name === "build" || name === "source");
      if (kind === "file" && isModulePath(name)) found.push(inner);
      if (kind === "directory" && depth < MAX_DEPTH && !leadsAway)
        open.push({ path: inner, depth: depth + 1 });
    }
  }
  return found.toSorted();
}

/**
 * A module, decompressed. `undefined` when it is not there or its compression is damaged: one bad file among
 * thousands must not hide the others.
 */
async function openModule(tree: FileTree, path: string): Promise<ByteSource | undefined> {
  // modules.order names modules as they were built, whatever compressed them since.
  const file = await firstFile(tree, [path, ...[".xz", ".zst", ".gz"].map((suffix) => path + suffix)]);
  return file && orNone(async () => decompressed(file, MAX_MODULE));
}
