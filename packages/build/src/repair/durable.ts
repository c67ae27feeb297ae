import { type FileHandle, open } from "node:fs/promises";
import type { FinishedFile } from "./compile.ts";

/** Writes a new file, and has it on the disk when it is done; one that is empty is on the disk with its directory. */
export async function writeDurably(
  path: string,
  { content, mode, modified }: Pick<FinishedFile, "content" | "mode" | "modified">,
): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(content);
    // What the caller's umask took away.
    await file.chmod(mode);
    if (modified !== undefined) await file.utimes(modified / 1000, modified / 1000);
    if (content.length > 0) await file.sync();
  } finally {
    await file.close();
  }
}

/** Has the names in directories on the disk. */
export async function syncDirectories(directories: readonly string[]): Promise<void> {
  for (const directory of new Set(directories)) {
    const opened: FileHandle = await open(directory, "r");
    try {
      await opened.sync();
    } finally {
      await opened.close();
    }
  }
}
