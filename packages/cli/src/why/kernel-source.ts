import {
  type FileTree,
  InputError,
  type KernelRules,
  MAKEFILE_HEAD,
  readKernelRules,
  sourceNamedIn,
} from "@kofit/core";
import { directoryTree } from "@kofit/core/node";
import { closeSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Where the rules were read. */
export interface FoundRules extends KernelRules {
  readonly directory: string;
}

/** Rules, or the directories that were looked into for a file `Kconfig` in vain. */
export type Rules = { readonly found: FoundRules } | { readonly looked: readonly string[] };

/** @throws {InputError} if `directory` is none. */
export function treeAt(directory: string): FileTree {
  if (!isDirectory(directory)) {
    throw new InputError({ en: `${directory} is no directory`, zh: `${directory} 不是目录` });
  }
  return directoryTree(directory, { links: "system" });
}

/** Whether a directory is at `path`. */
export const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * The rules of the kernel that `directories` (headers, build trees) are of: in `source` if that is given, else in one of
 * them, or where they say that their source is.
 *
 * @throws {InputError} if `source` is given and has none.
 */
export async function findRules(
  directories: readonly string[],
  source: string | undefined,
  arch: string,
): Promise<Rules> {
  const places = source === undefined ? directories.flatMap((one) => placesOf(one)) : [source];
  for (const directory of places) {
    const found = await readKernelRules(treeAt(directory), arch);
    if (found) return { found: { ...found, directory } };
  }
  if (source === undefined) return { looked: places };
  throw new InputError({
    en: `${source} has no file Kconfig; --source takes a kernel's source, unpacked`,
    zh: `${source} 中没有 Kconfig 文件；--source 需要解包后的内核源代码目录`,
  });
}

/**
 * Where the source of a build directory may be: itself, its `source` link (a tree that was built with `O=`), what its
 * Makefile includes (Debian: `include /usr/src/linux-headers-6.12-common/Makefile`), and `source` beside a `build` link
 * below /lib/modules. Each once, and only those that are there.
 */
function placesOf(directory: string): readonly string[] {
  const source = namedIn(join(directory, "Makefile"));
  const places = [
    directory,
    join(directory, "source"),
    // Of a package that is unpacked elsewhere the directory beside it is meant, and not the one of this system.
    ...(source === undefined
      ? []
      : [join(dirname(real(directory)), basename(source)), resolve(directory, source)]),
    ...(basename(directory) === "build" ? [join(dirname(directory), "source")] : []),
  ].filter(isDirectory);
  const kept = new Map<string, string>();
  for (const place of places) if (!kept.has(real(place))) kept.set(real(place), place);
  return [...kept.values()];
}

const real = (path: string): string => realpathSync(path);

/** The source that a Makefile names; `undefined` where it names none, or cannot be read. */
function namedIn(makefile: string): string | undefined {
  let fd: number | undefined;
  try {
    if (!statSync(makefile).isFile()) return undefined;
    fd = openSync(makefile, "r");
    const head = Buffer.alloc(MAKEFILE_HEAD);
    return sourceNamedIn(head.toString("latin1", 0, readSync(fd, head)));
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
