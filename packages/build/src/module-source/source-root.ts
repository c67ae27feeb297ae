import { readdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { textOf } from "./kbuild-directory.ts";

/** Files that are looked through, and how deep; sources of modules have fewer. */
const MAX_FILES = 5000;
const MAX_DEPTH = 16;
const READ = /^(?:Kbuild|Makefile|.*\.(?:mk|[chS]|rs))$/;

/**
 * The directory that holds all of a module's source: the module's own, or one above it where its files name others by `../`
 * that are there. What is copied without them does not build.
 */
export async function sourceRoot(directory: string): Promise<string> {
  const search = { root: directory, highest: directory, files: 0 };
  await lookInto(directory, 0, search);
  const { highest } = search;
  const tooHigh = [sep, "/usr", "/usr/src", "/home", "/var", "/tmp", resolve(homedir())];
  return tooHigh.includes(highest) ? directory : highest;
}

interface Search {
  readonly root: string;
  highest: string;
  files: number;
}

async function lookInto(directory: string, depth: number, search: Search): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && depth < MAX_DEPTH && !entry.name.startsWith(".")) {
      await lookInto(path, depth + 1, search);
    } else if (entry.isFile() && READ.test(entry.name)) {
      search.files += 1;
      if (search.files > MAX_FILES) return;
      look((await textOf(path)) ?? "", directory, search);
    }
  }
}

/** Relative to the file, as C includes; in Makefiles behind `$(src)/` and the like, which is the same directory. */
function look(text: string, directory: string, search: Search): void {
  for (const [, path = ""] of text.matchAll(/(?<![\w.])((?:\.\.\/)+[\w.+-][\w./+-]*)/g)) {
    const place = resolve(directory, path);
    const outside = relative(search.highest, place).startsWith("..");
    if (!outside || !existsSync(place)) continue;
    let up = search.highest;
    while (relative(up, place).startsWith("..")) up = dirname(up);
    search.highest = up;
  }
}
