import { MAKEFILE_HEAD, sourceNamedIn } from "@kofit/core";
import { open } from "node:fs/promises";
import { join, resolve } from "node:path";

/**
 * Where the Makefiles and headers are that a configured build directory belongs to: the Makefile that kbuild (and Debian)
 * leave in a directory apart includes the one there. The directory itself, where it is one tree.
 */
export async function sourceTreeOf(headers: string): Promise<string> {
  const source = sourceNamedIn(await headOf(join(headers, "Makefile")));
  return source === undefined ? headers : resolve(headers, source);
}

async function headOf(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (!file) return "";
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MAKEFILE_HEAD), 0, MAKEFILE_HEAD, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await file.close();
  }
}
