import { open } from "node:fs/promises";
import { join, resolve } from "node:path";

/** A Makefile that only leads to another has some lines; more is not looked at. */
const HEAD = 16 << 10;

/**
 * Where the Makefiles and headers are that a configured build directory belongs to: the Makefile that kbuild (and Debian)
 * leave in a directory apart includes the one there. The directory itself, where it is one tree.
 */
export async function sourceTreeOf(headers: string): Promise<string> {
  const text = await headOf(join(headers, "Makefile"));
  // The rule `outputmakefile` of the kernel's Makefile; before 4.20 scripts/mkmakefile wrote the second form.
  const found = /^(?:include\s+(?<path>\S+)\/Makefile|MAKEARGS\s*:=\s*-C\s+(?<old>\S+))\s*$/m.exec(
    text,
  )?.groups;
  const path = found?.["path"] ?? found?.["old"];
  // The kernel's own Makefile includes others by variables.
  return path === undefined || path.includes("$") ? headers : resolve(headers, path);
}

async function headOf(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (!file) return "";
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await file.close();
  }
}
