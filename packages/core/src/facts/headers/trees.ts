import { readAll } from "../../io/byte-source.ts";
import type { FileTree } from "../../io/file-tree.ts";

/**
 * What modules are built against. Kbuild knows two trees: `output`, where the kernel was configured and built, and `source`,
 * where its Makefiles and headers are. In a headers package that is one directory, or they are one; then both are the same.
 */
export interface HeadersTrees {
  readonly output: FileTree;
  readonly source: FileTree;
}

/** Largest Makefile or header that is read: the kernel's own Makefile has 70 kB. */
const MAX_TEXT = 2 << 20;

/** The text of a file; `undefined` when it is not there. @throws {FormatError} if it is larger than any that kbuild has. */
export async function textIn(tree: FileTree, path: string, limit = MAX_TEXT): Promise<string | undefined> {
  const file = await tree.open(path);
  return file && new TextDecoder("latin1").decode(await readAll(file, limit));
}
