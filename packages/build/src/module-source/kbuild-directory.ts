import { readdir, readFile, stat } from "node:fs/promises";
import { join, normalize } from "node:path";
import type { MakefileRead } from "./makefile/release-uses.ts";
import { seenBy } from "./makefile/seen-by.ts";
import { makefileStatements, type Statement } from "./makefile/statements.ts";

/** A directory with a file that kbuild reads, and what that says. */
export interface KbuildDirectory {
  /** Relative to the source; `""`: the source itself. */
  readonly path: string;
  /** The `Kbuild` or `Makefile`, and what it includes or leads to below the source. */
  readonly files: readonly MakefileRead[];
  /** Words of `obj-m` and the like that are built: `"hello.o"`, `"sub/"`, `"$(NAME).o"`. */
  readonly objects: readonly string[];
  /** Options of which each would add a module, and that are not set. */
  readonly unset: readonly string[];
}

/** What an option of the configuration, or a variable of make, is set to; `undefined`: not at all. */
export type ValueOf = (name: string) => string | undefined;

/** Bytes of a Makefile that are read; the largest of drivers have 100 KB. */
const MAX_FILE = 1 << 20;
/** A driver has some dozen. */
const MAX_FILES = 500;

/** What kbuild reads in `root/path`; `undefined` where there is neither `Kbuild` nor `Makefile`. */
export async function kbuildDirectory(
  root: string,
  path: string,
  valueOf: ValueOf,
): Promise<KbuildDirectory | undefined> {
  const files = await filesOf(root, path);
  if (files.length === 0) return undefined;
  const statements = files.flatMap((file) => file.statements).filter((one) => seenBy(one, "kbuild"));
  return { path, files, ...objectsOf(statements, valueOf) };
}

function objectsOf(
  statements: readonly Statement[],
  valueOf: ValueOf,
): Pick<KbuildDirectory, "objects" | "unset"> {
  const assignments = statements.filter((one) => one.kind === "assignment");
  const own = new Map(assignments.map(({ name, value }) => [name, value]));
  const objects: string[] = [];
  const unset = new Set<string>();
  for (const { name, value } of assignments) {
    const suffix = /^obj-(.+)$/s.exec(name)?.[1];
    if (suffix === undefined) continue;
    const option = /^\$[({](\w+)[)}]$/.exec(suffix)?.[1];
    const set = option === undefined ? suffix : (valueOf(option) ?? own.get(option) ?? "");
    // What is not a plain option is computed by make, and may be anything.
    if (set === "m" || set === "y" || set.includes("$")) objects.push(...wordsOf(value));
    else if (option !== undefined && value !== "") unset.add(option);
  }
  return { objects, unset: [...unset] };
}

const wordsOf = (value: string): readonly string[] => value.split(/\s+/).filter((word) => word !== "");

/** The file that kbuild takes of a directory, and those that it leads to. */
async function filesOf(root: string, start: string): Promise<MakefileRead[]> {
  const found = new Map<string, MakefileRead>();
  const pending: (readonly string[])[] = [[join(start, "Kbuild"), join(start, "Makefile")]];
  for (let names = pending.shift(); names && found.size < MAX_FILES; names = pending.shift()) {
    const read = await firstOf(root, names);
    if (!read || found.has(read.file)) continue;
    found.set(read.file, read);
    pending.push(...leadsTo(read));
  }
  return [...found.values()];
}

/** The first that is there: scripts/Makefile.build prefers `Kbuild` to `Makefile`. */
async function firstOf(root: string, names: readonly string[]): Promise<MakefileRead | undefined> {
  for (const name of names) {
    const file = normalize(name);
    if (file.startsWith("..")) continue;
    const text = await textOf(join(root, file));
    if (text !== undefined) return { file, statements: makefileStatements(text) };
  }
  return undefined;
}

/** What it is the text of; nothing where it is no file (a pipe would never end), or too large. */
export async function textOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > MAX_FILE) return undefined;
  return (await readFile(path)).toString("latin1");
}

/** Ways in which Makefiles name their own directory. */
const OWN = /^\$[({](?:src|obj|M|PWD|CURDIR|KBUILD_EXTMOD|srctree\)\/\$\(src|srctree\)\/\$\(obj)[)}]\//;

/** Files that it includes, and directories that it has kbuild go into, where their names are plain. */
function leadsTo({ file, statements }: MakefileRead): (readonly string[])[] {
  const directory = join(file, "..");
  return statements
    .filter((one) => seenBy(one, "kbuild"))
    .flatMap((one): (readonly string[])[] => {
      if (one.kind === "include") {
        return wordsOf(one.paths).map((path) => [join(directory, path.replace(OWN, ""))]);
      }
      if (one.kind !== "assignment" || !one.name.startsWith("obj-")) return [];
      const below = wordsOf(one.value).filter((word) => word.endsWith("/"));
      return below.map((word) => [join(directory, word, "Kbuild"), join(directory, word, "Makefile")]);
    });
}

/** So deep below a source directories with modules of their own are looked for. */
const MAX_DEPTH = 3;
const MAX_DIRECTORIES = 2000;

/** The directories below the source, itself not among them, that have modules and belong to no other such directory. */
export async function directoriesBelow(root: string, valueOf: ValueOf): Promise<readonly KbuildDirectory[]> {
  const found: KbuildDirectory[] = [];
  const pending = [{ path: "", depth: 0 }];
  for (let looked = 0, next = pending.shift(); next && looked < MAX_DIRECTORIES; next = pending.shift()) {
    looked += 1;
    const { path, depth } = next;
    const here = path === "" ? undefined : await kbuildDirectory(root, path, valueOf);
    if (here && here.objects.length > 0) {
      found.push(here);
      continue;
    }
    if (depth === MAX_DEPTH) continue;
    const entries = await readdir(join(root, path), { withFileTypes: true });
    for (const { name } of entries.filter((entry) => entry.isDirectory()).toSorted(byName)) {
      if (!name.startsWith(".")) pending.push({ path: join(path, name), depth: depth + 1 });
    }
  }
  return found;
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : 1;
