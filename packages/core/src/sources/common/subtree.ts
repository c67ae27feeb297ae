import type { ByteSource } from "../../io/byte-source.ts";
import type { FileTree } from "../../io/file-tree.ts";

/** `path` below `directory`; `""` is the root itself. */
export function below(directory: string, path: string): string {
  if (directory === "" || path === "") return directory + path;
  return directory.endsWith("/") ? directory + path : `${directory}/${path}`;
}

/** The first of `paths` that is a file in `tree`; `undefined` when none is. */
export async function firstFile(
  tree: Pick<FileTree, "open">,
  paths: readonly string[],
): Promise<ByteSource | undefined> {
  for (const path of paths) {
    const file = await tree.open(path);
    if (file) return file;
  }
  return undefined;
}

/** Whether any of `paths` is a file in `tree`. */
export const hasAny = async (tree: FileTree, paths: readonly string[]): Promise<boolean> =>
  (await firstFile(tree, paths)) !== undefined;

/** Names of the directories directly in `path`. */
export async function directoriesIn(tree: FileTree, path: string): Promise<string[]> {
  return (await tree.list(path)).filter(({ kind }) => kind === "directory").map(({ name }) => name);
}
