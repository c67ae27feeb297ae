import { InputError } from "@kofit/core";
import { cacheDirectory } from "@kofit/core/node";
import { createHash } from "node:crypto";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { isPathForMake, removeAbandoned } from "../workspace.ts";
import { finished, type FinishedFile } from "./compile.ts";
import { isStill, writeManifest } from "./overlay-manifest.ts";
import { KEPT } from "./journal.ts";
import { makeDirectory } from "./make-directory.ts";
import type { PlannedFile, RepairPlan } from "./plan.ts";
import { cannotWrite } from "./refused-write.ts";

/** Raised when what an overlay is made of changes: older ones are left alone then. */
const FORMAT = 1;
/** Begins the names of those that are being made. */
const UNFINISHED = "unfinished-";

/**
 * A directory beside the headers, in the user's cache, in which modules are built as if the headers were repaired: the files
 * of the plan, and links to everything else. The headers stay as they are. Its name tells what it was made from; one that is
 * there and whole is used again. It appears at once, when it is complete.
 *
 * @throws {InputError} if it cannot be written, or a program cannot be compiled; an `AbortError` when `signal` fires.
 */
export async function overlayOf(plan: RepairPlan, signal: AbortSignal): Promise<string> {
  const headers = await realpath(plan.headers);
  const place = join(cacheDirectory(), "overlays");
  const links = await linksFor(headers, plan.files);
  const makefile = await readFile(join(headers, "Makefile"), "latin1").catch(() => undefined);
  const key = await keyOf(headers, plan.files, links, makefile);
  const named = (plan.release ?? basename(headers)).replaceAll(/[^\w.+~-]/g, "_");
  const directory = join(place, `${named}-${key}`);
  if (!isPathForMake(directory)) throw notForMake(directory);
  if (await isStill(directory)) return directory;
  return cannotWrite(directory, async () => {
    await makeDirectory(place);
    await removeAbandoned(place, UNFINISHED);
    const made = await mkdtemp(join(place, UNFINISHED));
    try {
      const own = [
        ...(await finished(plan.files, made, signal)),
        ...ownMakefile(makefile, headers, directory),
      ];
      await fill(made, links, own, signal);
      await writeManifest(made, own, links);
      // One that is damaged goes; one that another kofit has just made is as good.
      await rm(directory, { recursive: true, force: true });
      await rename(made, directory);
    } finally {
      await rm(made, { recursive: true, force: true });
    }
    return directory;
  });
}

/** A link of the overlay: where it is, relative to it, and where it leads. */
export interface OverlayLink {
  readonly path: string;
  readonly target: string;
}

/** What a directory that holds a file of the plan has beside it: a link to each. */
async function linksFor(headers: string, files: readonly PlannedFile[]): Promise<readonly OverlayLink[]> {
  const own = new Set(["Makefile", ...files.map(({ path }) => path)]);
  const directories = new Set([""]);
  for (const { path } of files) {
    for (let at = dirname(path); at !== "."; at = dirname(at)) directories.add(at);
  }
  const links: OverlayLink[] = [];
  for (const directory of directories) {
    const names = await readdir(join(headers, directory)).catch(() => []);
    for (const name of names.toSorted((a, b) => (a < b ? -1 : 1))) {
      const path = join(directory, name);
      if (path === KEPT || own.has(path) || directories.has(path)) continue;
      links.push({ path, target: join(headers, path) });
    }
  }
  return links;
}

/**
 * The Makefile, where it leads to another tree or names this one: what it says is said from the overlay then. The kernel's
 * own is the overlay's root by where it is found (`abs_srctree`), so a link does.
 */
function ownMakefile(text: string | undefined, headers: string, overlay: string): readonly FinishedFile[] {
  if (text === undefined) return [];
  const absolute = (path: string): string => (path.includes("$") ? path : resolve(headers, path));
  const told = text
    .replace(/^(include\s+)(\S+)$/gm, (_, word: string, path: string) => word + absolute(path))
    .replace(/^(MAKEARGS\s*:=\s*-C\s+)(\S+)$/gm, (_, word: string, path: string) => word + absolute(path))
    .replace(/^((?:export\s+)?KBUILD_OUTPUT\s*:?=\s*)(\/\S*)$/gm, (_, word: string) => word + overlay);
  return [{ path: "Makefile", content: Buffer.from(isOwn(text) ? text : told, "latin1"), mode: 0o644 }];
}

/** The kernel's own, not one that leads to it. */
const isOwn = (text: string): boolean => /^VERSION\s*=\s*\d+$/m.test(text);

async function keyOf(
  headers: string,
  files: readonly PlannedFile[],
  links: readonly OverlayLink[],
  makefile: string | undefined,
): Promise<string> {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([FORMAT, headers, links, makefile ?? null]));
  for (const { path, content, modified } of files) {
    hash.update(JSON.stringify([path, modified ?? null]));
    if (content instanceof Uint8Array) hash.update(content);
    else {
      hash.update(JSON.stringify(content));
      for (const source of content.sources) hash.update(await readFile(source));
    }
  }
  return hash.digest("hex").slice(0, KEY);
}

/** Hex digits of a name. */
const KEY = 16;

async function fill(
  directory: string,
  links: readonly OverlayLink[],
  own: readonly FinishedFile[],
  signal: AbortSignal,
): Promise<void> {
  const made = new Set<string>();
  const into = async (path: string): Promise<string> => {
    const place = join(directory, path);
    const parent = dirname(place);
    if (!made.has(parent)) await mkdir(parent, { recursive: true });
    made.add(parent);
    return place;
  };
  for (const { path, target } of links) {
    signal.throwIfAborted();
    await symlink(target, await into(path));
  }
  for (const { path, content, mode, modified } of own) {
    signal.throwIfAborted();
    const place = await into(path);
    await writeFile(place, content, { mode });
    if (modified !== undefined) await utimes(place, modified / 1000, modified / 1000);
  }
}

const notForMake = (directory: string): InputError =>
  new InputError({
    en: `make cannot work in ${directory}: it has a space, a colon or a character that make takes for its own; set XDG_CACHE_HOME to a directory with a plain name, or use --in-place`,
    zh: `make 无法在 ${directory} 中工作：路径中有空格、冒号或 make 视为特殊的字符；请把 XDG_CACHE_HOME 设为名称普通的目录，或使用 --in-place`,
  });
