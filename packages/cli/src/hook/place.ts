import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { InputError } from "@kofit/core";
import type { DirectoryTree } from "@kofit/core/node";
import type { HookFile } from "./files.ts";
import { markOf } from "./mark.ts";

/** What is at the place of a hook's file. */
export type Standing =
  | "absent"
  /** What this kofit writes there. */
  | "current"
  /** Written by kofit, for other options or by another version of it. */
  | "older"
  /** Written by kofit, and changed since. */
  | "changed"
  /** Not kofit's: another file, a link, a directory. */
  | "foreign";

/** Longer than any file of a hook: what is longer is somebody else's. */
const MAX_FILE = 1 << 16;

/** What is at `path`, beside what `wanted` says should be there; without it, a whole file of kofit is `"older"`. */
export function standingAt(root: DirectoryTree, path: string, wanted?: HookFile): Standing {
  const real = placeOf(root, path);
  const stats = real === undefined ? undefined : lstatSync(real, { throwIfNoEntry: false });
  if (real === undefined || stats === undefined) return "absent";
  if (!stats.isFile() || stats.size > MAX_FILE) return "foreign";
  const text = readFileSync(real, "utf8");
  const mark = markOf(text);
  if (!mark) return "foreign";
  if (!mark.whole) return "changed";
  const executable = (stats.mode & 0o111) !== 0;
  return wanted && text === wanted.text && executable === wanted.executable ? "current" : "older";
}

/** Where the system finds `path`, whose last part is not followed; `undefined`: its directory is not there. */
function placeOf(root: DirectoryTree, path: string): string | undefined {
  const directory = root.realPath(dirname(path));
  return directory === undefined ? undefined : join(directory, basename(path));
}

/** Writes a file of a hook; what was there is replaced at once or not at all. */
export function writeHook(root: DirectoryTree, file: HookFile): void {
  const directory = madeDirectory(root, dirname(file.path));
  const place = join(directory, basename(file.path));
  // Neither run-parts nor dkms nor pacman takes such a name for one of theirs.
  const temporary = join(directory, `.${basename(file.path)}.${process.pid}~`);
  try {
    writeFileSync(temporary, file.text, { flag: "wx" });
    chmodSync(temporary, file.executable ? 0o755 : 0o644);
    renameSync(temporary, place);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The directory at `path`, made where it is not there; links of the root file system are followed inside it. */
function madeDirectory(root: DirectoryTree, path: string): string {
  const real = root.realPath(path);
  if (real !== undefined) return real;
  if (path === "." || path === "" || root.linkAt(path) !== undefined) {
    throw new InputError({ en: `/${path} leads nowhere`, zh: `/${path} 指向不存在的位置` });
  }
  const made = join(madeDirectory(root, dirname(path)), basename(path));
  mkdirSync(made);
  return made;
}

/** Takes a file of a hook away. Its directory goes where it was kofit's own, and is empty. */
export function removeHook(root: DirectoryTree, path: string): void {
  const place = placeOf(root, path);
  if (place === undefined) return;
  rmSync(place);
  if (dirname(path) !== "etc/kofit") return;
  try {
    // Fails where it is not empty.
    rmdirSync(dirname(place));
  } catch {
    // Another hook's file is in it.
  }
}
