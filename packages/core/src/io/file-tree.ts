import type { ByteSource } from "./byte-source.ts";

/**
 * A tree of files: a directory, an archive, a browser's directory handle.
 *
 * Paths are POSIX, relative, without `.`. One that begins with `..` is followed by a tree of the running system, whose links
 * lead anywhere, too; in any other there is nothing to be found. A tree never leads out of itself: links that point outside are
 * followed only when the tree's own adapter says that it does so.
 */
export interface FileTree {
  readonly name: string;
  /** Names of the entries directly in the directory `path` (`""` is the root); empty when there is no such directory. */
  list(path: string): Promise<readonly Entry[]>;
  /** The regular file at `path`; `undefined` when there is none. */
  open(path: string): Promise<ByteSource | undefined>;
}

/** One name in a directory. */
export interface Entry {
  readonly name: string;
  /** Links are what they point to; what is neither file nor directory (FIFO, device) is `"other"`. */
  readonly kind: "file" | "directory" | "other";
}

/** Deepest directory that a walk enters: the kernel's own tree has 12 levels, the rest is a loop or an attack. */
export const MAX_DEPTH = 32;
