import { InputError, type Text } from "@kofit/core";
import { systemSays } from "@kofit/core/node";
import { chmod, lstat, mkdir, readlink, rename, rm, rmdir, symlink, unlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { syncDirectories } from "./durable.ts";
import { type Journal, type JournalEntry, KEPT, readJournal } from "./journal.ts";

// How files of a tree change together. Each is replaced by a link that leads through one other link, `now`:
//
//   include/generated/autoconf.h -> ../../.kofit-repair/transaction/now/7
//   .kofit-repair/transaction/now -> before
//
// While that is done, whoever reads a file reads what was there before. Then `now` is replaced by one that leads to `after`:
// one rename(2), and every file is the new one. At last the links are replaced by the files themselves. Killed at any moment,
// the tree reads as it was or as it shall be, and what is left to be done is done by the next run. A file that is not there in
// one of the two states is a link that leads nowhere then, which is as good to who opens it. A power failure is no other
// case: each step is on the disk before the next begins.

/** Where a transaction is in its tree. */
export const TRANSACTION = `${KEPT}/transaction`;
const NOW = "now";
const LINK = "link";
const REMOVED = "removed";

/**
 * Goes through with a transaction that is staged: from a tree that is old to one that is new, or back where it is stopped
 * before the moment that decides.
 *
 * @throws what the system reports, and an `AbortError` when `signal` fires; the tree is as it was then.
 * @throws {InputError} if the tree is new, and what is left to be done could not be done.
 */
export async function carryOut(headers: string, journal: Journal, signal?: AbortSignal): Promise<void> {
  try {
    await link(headers, journal, signal);
    await placeLink(headers, "after", join(headers, TRANSACTION, NOW));
  } catch (error) {
    await rollBack(headers, journal);
    throw error;
  }
  try {
    await syncDirectories([join(headers, TRANSACTION)]);
    await settle(headers, journal);
  } catch (error) {
    throw notSettled(headers, systemSays(error));
  }
}

/** How a transaction that was cut off ended. */
export type Recovered = "nothing" | "rolled-back" | "rolled-forward";

/**
 * Ends what a run that was killed has begun; whoever comes next calls this first.
 *
 * @throws {InputError} if it was begun by a kofit that this one does not understand.
 */
export async function recover(headers: string): Promise<Recovered> {
  for (const name of ["staging", REMOVED])
    await rm(join(headers, KEPT, name), { recursive: true, force: true });
  const place = join(headers, TRANSACTION);
  if (!(await lstat(place).catch(() => undefined))) return "nothing";
  const journal = await readJournal(place);
  // It is put there complete, and taken away by its name.
  if (!journal) throw notOurs(place);
  if ((await readlink(join(place, NOW))) === "before") {
    await rollBack(headers, journal);
    return "rolled-back";
  }
  await settle(headers, journal);
  return "rolled-forward";
}

async function link(headers: string, { entries, directories }: Journal, signal?: AbortSignal): Promise<void> {
  for (const directory of directories) await mkdir(join(headers, directory), { recursive: true });
  for (const [index, { path }] of entries.entries()) {
    signal?.throwIfAborted();
    const file = join(headers, path);
    await placeLink(headers, targetFor(headers, file, index), file);
  }
  await syncDirectories(entries.map(({ path }) => join(headers, dirname(path))));
}

const targetFor = (headers: string, file: string, index: number): string =>
  join(relative(dirname(file), join(headers, TRANSACTION)), NOW, String(index));

/** A link cannot be made over something; it is made beside, and renamed. */
async function placeLink(headers: string, target: string, place: string): Promise<void> {
  const made = join(headers, TRANSACTION, LINK);
  await rm(made, { force: true });
  await symlink(target, made);
  await rename(made, place);
}

async function rollBack(headers: string, journal: Journal): Promise<void> {
  await replaceLinks(headers, journal, "before");
  for (const directory of journal.directories.toReversed()) {
    await rmdir(join(headers, directory)).catch(() => {});
  }
  await removeTransaction(headers);
}

async function settle(headers: string, journal: Journal): Promise<void> {
  await replaceLinks(headers, journal, "after");
  const [place, backup] = [join(headers, TRANSACTION), join(headers, KEPT, "backup")];
  await removeByName(headers, backup);
  if (journal.kind === "undo") return removeTransaction(headers);
  await rename(place, backup);
  await syncDirectories([join(headers, KEPT)]);
  await rm(join(backup, NOW), { force: true });
  await rm(join(backup, "after"), { recursive: true, force: true });
}

/** Puts the files of one state where the links to them are. */
async function replaceLinks(headers: string, { entries }: Journal, state: "before" | "after"): Promise<void> {
  for (const [index, entry] of entries.entries()) {
    const file = join(headers, entry.path);
    if ((await readlink(file).catch(() => undefined)) !== targetFor(headers, file, index)) continue;
    await replaceLink(headers, file, entry, index, state);
  }
  await syncDirectories(entries.map(({ path }) => join(headers, dirname(path))));
}

async function replaceLink(
  headers: string,
  file: string,
  entry: JournalEntry,
  index: number,
  state: "before" | "after",
): Promise<void> {
  const kept = entry[state];
  if (kept === null) return unlink(file);
  const from = join(headers, TRANSACTION, state, String(index));
  await chmod(from, kept.mode);
  await rename(from, file);
}

const removeTransaction = (headers: string): Promise<void> =>
  removeByName(headers, join(headers, TRANSACTION));

/** A directory that is removed file by file is half a one for a while: under a name that nobody reads. */
async function removeByName(headers: string, directory: string): Promise<void> {
  const there = await lstat(directory).catch(() => undefined);
  if (!there) return;
  const gone = join(headers, KEPT, REMOVED);
  await rm(gone, { recursive: true, force: true });
  await rename(directory, gone);
  await rm(gone, { recursive: true, force: true });
}

const notSettled = (headers: string, said: Text): InputError =>
  new InputError({
    en: `${headers} reads as it shall be, but its files could not be put in their places: ${said.en}; run kofit repair --in-place again`,
    zh: `${headers} 读起来已是修复后的状态，但文件未能就位：${said.zh}；请再次运行 kofit repair --in-place`,
  });

const notOurs = (place: string): InputError =>
  new InputError({
    en: `${place} was begun by another version of kofit; finish it with that one`,
    zh: `${place} 是由另一版本的 kofit 开始的；请用该版本完成`,
  });
