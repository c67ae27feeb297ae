import { type FileTree, InputError, type KernelRules, readKernelRules } from "@kofit/core";
import { directoryTree } from "@kofit/core/node";
import { statSync } from "node:fs";

/** Where the rules were read. */
export interface FoundRules extends KernelRules {
  readonly directory: string;
}

/** @throws {InputError} if `directory` is none. */
export function treeAt(directory: string): FileTree {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError({ en: `${directory} is no directory`, zh: `${directory} 不是目录` });
  }
  return directoryTree(directory, { links: "system" });
}

/**
 * The rules of the kernel that `headers` are of: in `source` if that is given, else in the headers themselves (a kernel's
 * own build tree), or where their `source` link leads (a tree that was built with `O=`).
 *
 * @returns `undefined` when there are none, as in headers packages.
 * @throws {InputError} if `source` is given and has none.
 */
export async function findRules(
  headers: string,
  source: string | undefined,
  arch: string,
): Promise<FoundRules | undefined> {
  for (const directory of source === undefined ? [headers, `${headers}/source`] : [source]) {
    const there =
      source !== undefined || statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
    const found = there ? await readKernelRules(treeAt(directory), arch) : undefined;
    if (found) return { ...found, directory };
  }
  if (source === undefined) return undefined;
  throw new InputError({
    en: `${source} has no file Kconfig; --source takes a kernel's source, unpacked`,
    zh: `${source} 中没有 Kconfig 文件；--source 需要解包后的内核源代码目录`,
  });
}
