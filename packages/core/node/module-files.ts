import { type Dirent, readdirSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { MAX_DEPTH } from "../src/io/file-tree.ts";
import { InputError } from "../src/model/input-error.ts";
import { codeOf, systemSays } from "./system-error.ts";

/** What `modules_install` leaves: scripts/Makefile.modinst. */
const MODULE_NAME = /\.ko(?:\.(?:gz|xz|zst))?$/;

/**
 * The module files that `paths` mean: a file is itself, whatever its name; a directory is every `.ko`, `.ko.gz`,
 * `.ko.xz` and `.ko.zst` below it, in the order of their names.
 *
 * Links are followed, each directory is entered once. `build` and `source` links are left out: they lead from the
 * modules of a kernel to its build directory.
 *
 * @throws {InputError} if a path is not there, a directory cannot be read, or one of `paths` is a directory without a module.
 */
export function* moduleFiles(paths: Iterable<string>): Generator<string, void, undefined> {
  for (const path of paths) {
    if (!look(path).isDirectory()) {
      yield path;
      continue;
    }
    let any = false;
    for (const file of walk(path, 0, new Set())) {
      any = true;
      yield file;
    }
    if (!any) {
      throw new InputError({
        en: `${path}: no module (.ko, .ko.gz, .ko.xz, .ko.zst) in this directory or below it`,
        zh: `${path}：该目录及其子目录中没有内核模块（.ko、.ko.gz、.ko.xz、.ko.zst）`,
      });
    }
  }
}

function* walk(directory: string, depth: number, entered: Set<string>): Generator<string, void, undefined> {
  const { dev, ino } = look(directory);
  if (depth > MAX_DEPTH || entered.has(`${dev}:${ino}`)) return;
  entered.add(`${dev}:${ino}`);
  for (const entry of entriesOf(directory)) {
    // What join() gives needs no join() again, which takes half the time of a walk.
    const path = depth === 0 ? join(directory, entry.name) : `${directory}/${entry.name}`;
    const kind = kindOf(path, entry);
    if (kind === "directory") yield* walk(path, depth + 1, entered);
    else if (kind === "file" && MODULE_NAME.test(entry.name)) yield path;
  }
}

function kindOf(path: string, entry: Dirent): "file" | "directory" | "other" {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  if (!entry.isSymbolicLink() || entry.name === "build" || entry.name === "source") return "other";
  const target = targetOf(path);
  if (target?.isFile()) return "file";
  return target?.isDirectory() ? "directory" : "other";
}

/** What a link leads to; `undefined` when it leads nowhere, or round in a circle. */
function targetOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}

function look(path: string): Stats {
  return orInputError(path, () => statSync(path));
}

function entriesOf(path: string): Dirent[] {
  const entries = orInputError(path, () => readdirSync(path, { withFileTypes: true }));
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function orInputError<T>(path: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    const says = systemSays(error);
    throw new InputError({ en: `${path}: ${says.en}`, zh: `${path}：${says.zh}` });
  }
}
