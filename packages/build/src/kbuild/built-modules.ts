import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { access, copyFile, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";

const MAX_DEPTH = 32;

/** The modules below a directory, relative to it, in the order of their names. Links are no modules that were built. */
export async function builtModules(directory: string): Promise<readonly string[]> {
  const found: string[] = [];
  await look(directory, 0, found);
  return found.map((path) => relative(directory, path)).toSorted();
}

async function look(directory: string, depth: number, found: string[]): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && depth < MAX_DEPTH) await look(path, depth + 1, found);
    else if (entry.isFile() && /\.ko(?:\.(?:gz|xz|zst))?$/.test(entry.name)) found.push(path);
  }
}

/** A module, and where it goes. */
export interface Placed {
  readonly from: string;
  readonly to: string;
}

/**
 * Puts modules where they are wanted, all or none: they are written beside their places, and take them when all are there.
 *
 * @throws the system's error when one cannot be written; what was there before is still there then.
 */
export async function placeModules(modules: readonly Placed[]): Promise<void> {
  const mark = `.kofit-${randomUUID().slice(0, 8)}`;
  const written: { readonly temporary: string; readonly to: string }[] = [];
  try {
    for (const { from, to } of modules) {
      await mkdir(dirname(to), { recursive: true });
      const temporary = `${to}${mark}`;
      written.push({ temporary, to });
      await copyFile(from, temporary);
    }
    for (const { temporary, to } of written) await rename(temporary, to);
  } finally {
    for (const { temporary } of written) await rm(temporary, { force: true });
  }
}

/** Whether files can be made in a directory; one that is not there yet is made where the nearest above it can be written to. */
export async function isWritable(directory: string): Promise<boolean> {
  for (let place = resolve(directory); ; place = dirname(place)) {
    const found = await stat(place).catch(() => undefined);
    if (!found && place !== dirname(place)) continue;
    if (!found?.isDirectory()) return false;
    return access(place, constants.W_OK).then(
      () => true,
      () => false,
    );
  }
}
