import {
  type Dirent,
  lstatSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import type { Entry, FileTree } from "../src/io/file-tree.ts";
import { FormatError } from "../src/io/format-error.ts";
import type { Text } from "../src/model/fact.ts";
import { below } from "../src/sources/common/subtree.ts";
import { unopenedSource } from "./file-source.ts";
import { codeOf, systemSays } from "./system-error.ts";

/** Told of every path that a tree looks at, whether it is there or not: what it answered holds while these stay as they are. */
export type Witness = (path: string) => void;

export interface TreeOptions {
  /**
   * Where absolute links start: `"inside"` at the tree itself, as a root file system that is mounted somewhere else
   * means them (`build -> /usr/src/linux-headers-6.12`); `"system"` at the root of the running system.
   */
  readonly links: "inside" | "system";
  readonly witness?: Witness;
}

/** Links followed on the way to one file, as MAXSYMLINKS in include/linux/namei.h. */
const MAX_LINKS = 40;

/** A tree of the system, of which more can be asked than of any. */
export interface DirectoryTree extends FileTree {
  /** What the symbolic link at `path` holds, whether or not that is there; `undefined`: there is no link. */
  linkAt(path: string): string | undefined;
  /** Where the running system finds the file or directory that `path` leads to, without links; `undefined`: it leads nowhere. */
  realPath(path: string): string | undefined;
  /** Why the directory at `path` cannot be listed although it is there, in the system's words. */
  refusalAt(path: string): Text | undefined;
}

/** The directory `root`. Only regular files can be opened; what cannot be looked at is not there. */
export function directoryTree(root: string, { links, witness = () => {} }: TreeOptions): DirectoryTree {
  const inside = links === "inside" && root !== "/";
  const locate = (path: string): Located | undefined => {
    // Paths come out of files such as modules.dep; the system knows no name with a NUL in it.
    if (path.includes("\0")) return undefined;
    return inside ? locateInside(root, path, witness) : locateOnSystem(below(root, path), witness);
  };

  const kindOf = (directory: string, entry: Dirent): Entry["kind"] => {
    if (entry.isFile()) return "file";
    if (entry.isDirectory()) return "directory";
    if (!entry.isSymbolicLink()) return "other";
    const stats = locate(below(directory, entry.name))?.stats;
    if (stats?.isFile()) return "file";
    return stats?.isDirectory() ? "directory" : "other";
  };

  return {
    name: root,
    async list(path) {
      const found = locate(path);
      if (!found?.stats.isDirectory()) return [];
      const entries = entriesOf(found.path).map((entry) => ({ name: entry.name, kind: kindOf(path, entry) }));
      return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
    async open(path) {
      const found = locate(path);
      if (!found?.stats.isFile()) return undefined;
      return unopenedSource(found.path, found.stats.size, below(root, path));
    },
    linkAt(path) {
      const slash = path.lastIndexOf("/");
      const directory = locate(slash < 0 ? "" : path.slice(0, slash));
      return directory && orNoLink(below(directory.path, path.slice(slash + 1)));
    },
    realPath(path) {
      const found = locate(path);
      return found && orAbsent(found.path, (at) => realpathSync(at));
    },
    refusalAt(path) {
      const found = locate(path);
      if (!found?.stats.isDirectory()) return undefined;
      try {
        readdirSync(found.path);
        return undefined;
      } catch (error) {
        return systemSays(error);
      }
    },
  };
}

interface Located {
  /** Where the running system finds it. */
  readonly path: string;
  readonly stats: Stats;
}

function orNoLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** Errors of looking at a path that mean: there is nothing to be had there. */
const absent: ReadonlySet<string | undefined> = new Set([
  "ENOENT",
  "ENOTDIR",
  "EACCES",
  "ELOOP",
  "ENAMETOOLONG",
]);

/** @throws {FormatError} if the medium fails. */
function orAbsent<T>(path: string, look: (path: string) => T): T | undefined {
  try {
    return look(path);
  } catch (error) {
    if (absent.has(codeOf(error))) return undefined;
    throw new FormatError(path, 0, systemSays(error).en);
  }
}

const entriesOf = (path: string): Dirent[] =>
  orAbsent(path, () => readdirSync(path, { withFileTypes: true })) ?? [];

function locateOnSystem(path: string, witness: Witness): Located | undefined {
  witness(path);
  const stats = orAbsent(path, (at) => statSync(at));
  return stats && { path, stats };
}

/** Walks `path` name by name, as chroot(2) would: neither a link nor `..` leads above `root`. */
function locateInside(root: string, path: string, witness: Witness): Located | undefined {
  const names = path.split("/").toReversed();
  let at: string[] = [];
  let stats: Stats | undefined = orAbsent(root, (at) => statSync(at));
  let links = 0;
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (name === "" || name === ".") continue;
    if (name === "..") {
      at.pop();
      continue;
    }
    const real = below(root, [...at, name].join("/"));
    witness(real);
    stats = orAbsent(real, (at) => lstatSync(at));
    if (!stats) return undefined;
    if (stats.isSymbolicLink()) {
      links += 1;
      const target = links > MAX_LINKS ? undefined : orAbsent(real, (at) => readlinkSync(at));
      if (target === undefined) return undefined;
      if (target.startsWith("/")) at = [];
      names.push(...target.split("/").toReversed());
    } else at.push(name);
  }
  const real = below(root, at.join("/"));
  // After `..` the last name looked at is not where the walk stands.
  stats = orAbsent(real, (at) => lstatSync(at));
  return stats && { path: real, stats };
}
