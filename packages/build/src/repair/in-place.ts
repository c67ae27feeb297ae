import { InputError } from "@kofit/core";
import { chown, lstat, mkdir, readFile, realpath, rename, rm, rmdir, stat, symlink } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { withWorkspace } from "../workspace.ts";
import { finished, type FinishedFile } from "./compile.ts";
import { syncDirectories, writeDurably } from "./durable.ts";
import {
  digestOf,
  type FileState,
  type Journal,
  type JournalEntry,
  KEPT,
  NAME,
  readJournal,
} from "./journal.ts";
import { withLock } from "./lock.ts";
import { makeDirectory } from "./make-directory.ts";
import type { PlannedFile, RepairPlan } from "./plan.ts";
import { cannotWrite } from "./refused-write.ts";
import { carryOut, recover, TRANSACTION } from "./transaction.ts";

/**
 * Repairs headers where they are, and keeps what was there before for {@link undoRepair}. Whenever it is killed, the tree
 * reads as it was or as it shall be: see transaction.ts.
 *
 * @throws {InputError} if it cannot be done; an `AbortError` when `signal` fires. The headers are as they were then.
 */
export async function repairInPlace(plan: RepairPlan, signal: AbortSignal): Promise<void> {
  const headers = await realpath(plan.headers);
  await withWorkspace("repair", async (directory) => {
    const files = await finished(plan.files, directory, signal);
    await change(headers, async () => {
      await requireOwnFiles(headers, plan.files);
      const journal = await stage(
        headers,
        "repair",
        files.map((file) => ({ path: file.path, after: file })),
      );
      await carryOut(headers, journal, signal);
    });
  });
}

/**
 * Puts back what the last repair in place has changed.
 *
 * @throws {InputError} if there is nothing to undo, or what the repair wrote was changed since.
 */
export async function undoRepair(directory: string, signal: AbortSignal): Promise<readonly string[]> {
  const headers = await realpath(directory);
  return change(headers, async () => {
    const backup = join(headers, KEPT, "backup");
    const journal = await readJournal(backup);
    if (!journal) throw nothingToUndo(directory);
    const files: Wanted[] = [];
    for (const [index, { path, before, after }] of journal.entries.entries()) {
      const now = await stateOf(join(headers, path));
      if (now?.sha256 !== after?.sha256) throw changedSince(join(directory, path), backup);
      files.push({ path, after: before && (await restored(join(backup, "before", String(index)), before)) });
    }
    await carryOut(headers, await stage(headers, "undo", files), signal);
    return files.map(({ path }) => path);
  });
}

/**
 * Finishes what a repair in place or an undo that was killed has begun; where there is nothing, nothing is touched.
 *
 * @throws {InputError} if it cannot be done.
 */
export async function finishRepair(directory: string): Promise<void> {
  const headers = await realpath(directory);
  const isBegun = await lstat(join(headers, TRANSACTION)).catch(() => undefined);
  if (isBegun) await change(headers, () => Promise.resolve());
}

/** Whether a repair in place can be undone. */
export const canBeUndone = async (directory: string): Promise<boolean> =>
  (await readJournal(join(directory, KEPT, "backup"))) !== undefined;

async function restored(path: string, { mode }: FileState): Promise<Omit<FinishedFile, "path">> {
  const { mtimeMs } = await stat(path);
  return { content: await readFile(path), mode, modified: mtimeMs };
}

/** Alone, after what was left unfinished, and with errors of the system as one line. */
async function change<T>(headers: string, what: () => Promise<T>): Promise<T> {
  return cannotWrite(headers, async () => {
    await makeDirectory(join(headers, KEPT));
    try {
      return await withLock(join(headers, KEPT), headers, async () => {
        await recover(headers);
        return what();
      });
    } finally {
      // Only where nothing is kept.
      await rmdir(join(headers, KEPT)).catch(() => {});
    }
  });
}

/** A file, and what it shall be; `null`: not there. */
interface Wanted {
  readonly path: string;
  readonly after: Omit<FinishedFile, "path"> | null;
}

/** Writes both states of all files beside each other, then gives them their name: from then on there is a transaction. */
async function stage(headers: string, kind: Journal["kind"], files: readonly Wanted[]): Promise<Journal> {
  const staging = join(headers, KEPT, "staging");
  try {
    for (const state of ["before", "after"]) await mkdir(join(staging, state), { recursive: true });
    const entries: JournalEntry[] = [];
    for (const [index, { path, after }] of files.entries()) {
      const before = await keep(join(headers, path), join(staging, "before", String(index)));
      if (after) await write(join(staging, "after", String(index)), after, await ownerFor(headers, path));
      entries.push({ path, before, after: after && { sha256: digestOf(after.content), mode: after.mode } });
    }
    const directories = await newDirectories(headers, files);
    const journal: Journal = { schema: "kofit-repair-journal/1", kind, entries, directories };
    await writeDurably(join(staging, NAME), { content: Buffer.from(JSON.stringify(journal)), mode: 0o644 });
    await symlink("before", join(staging, "now"));
    await syncDirectories([join(staging, "before"), join(staging, "after"), staging]);
    await rename(staging, join(headers, TRANSACTION));
    await syncDirectories([join(headers, KEPT)]);
    return journal;
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
}

/** Copies a file with its time and mode; `null` when there is none. */
async function keep(from: string, to: string): Promise<FileState | null> {
  const found = await stat(from).catch(() => undefined);
  if (!found) return null;
  const content = await readFile(from);
  const mode = found.mode & 0o7777;
  await write(to, { content, mode, modified: found.mtimeMs }, found);
  return { sha256: digestOf(content), mode };
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

async function write(path: string, file: Omit<FinishedFile, "path">, { uid, gid }: Owner): Promise<void> {
  await writeDurably(path, file);
  // Root repairs somebody's tree: it stays theirs. Nobody else can give files away.
  if (process.getuid?.() === 0) await chown(path, uid, gid);
}

/** Of the file, or of the headers where it is new. */
const ownerFor = async (headers: string, path: string): Promise<Owner> =>
  stat(join(headers, path)).catch(() => stat(headers));

async function stateOf(path: string): Promise<FileState | undefined> {
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  return { sha256: digestOf(await readFile(path)), mode: found.mode & 0o7777 };
}

/** Directories of files that are not there yet, outermost first. */
async function newDirectories(headers: string, files: readonly Wanted[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const { path } of files) {
    const missing: string[] = [];
    for (let at = dirname(path); at !== "."; at = dirname(at)) {
      if (await stat(join(headers, at)).catch(() => undefined)) break;
      missing.unshift(at);
    }
    for (const directory of missing) found.add(directory);
  }
  return [...found];
}

/** A link of the headers may lead into another package, whose files are not these headers'. */
async function requireOwnFiles(headers: string, files: readonly PlannedFile[]): Promise<void> {
  for (const { path } of files) {
    const found = await lstat(join(headers, path)).catch(() => undefined);
    const parent = await realpath(join(headers, dirname(path))).catch(() => headers);
    const isOwn = parent === headers || parent.startsWith(headers + sep);
    if (!isOwn || (found && !found.isFile())) throw notItsOwn(join(headers, path));
  }
}

const notItsOwn = (path: string): InputError =>
  new InputError({
    en: `${path} is a link, or lies behind one: repairing it in place would change another package; leave --in-place away`,
    zh: `${path} 是链接，或位于链接之后：就地修复会改动另一个软件包；请不要使用 --in-place`,
  });

const nothingToUndo = (directory: string): InputError =>
  new InputError({
    en: `${directory}: kofit has repaired nothing in place here, so there is nothing to undo`,
    zh: `${directory}：kofit 没有在此就地修复过任何内容，因此没有可撤销的内容`,
  });

const changedSince = (path: string, backup: string): InputError =>
  new InputError({
    en: `${path} was changed since kofit repaired it, and undoing that would lose the change; what was there before the repair is in ${backup}`,
    zh: `${path} 在 kofit 修复之后又被改动过，撤销会丢失该改动；修复之前的内容保存在 ${backup}`,
  });
