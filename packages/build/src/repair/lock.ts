import { InputError } from "@kofit/core";
import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/** How often a lock is tried whose owner is gone. */
const TRIES = 3;

/**
 * Does something as the only kofit that works in a directory.
 *
 * @param headers for the message
 * @throws {InputError} if another is at it.
 */
export async function withLock<T>(directory: string, headers: string, what: () => Promise<T>): Promise<T> {
  const path = join(directory, "lock");
  await take(path, headers, TRIES);
  try {
    return await what();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string, headers: string, tries: number): Promise<void> {
  try {
    const file = await open(path, "wx", 0o644);
    try {
      await file.writeFile(`${process.pid} ${(await startOf(process.pid)) ?? ""}`);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error) || error.code !== "EEXIST") throw error;
    const [owner = "", start = ""] = (await readFile(path, "latin1").catch(() => "")).split(" ");
    const isRunning = /^\d+$/.test(owner) && start !== "" && (await startOf(Number(owner))) === start;
    if (tries === 0 || isRunning) throw inUse(headers, owner);
    await rm(path, { force: true });
    await take(path, headers, tries - 1);
  }
}

/** When a process was started: another that got its number since was started later. `undefined` when there is none. */
async function startOf(pid: number): Promise<string | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  // proc_pid_stat(5): the 22nd field; the second is a name in parentheses.
  return line.slice(line.lastIndexOf(")") + 2).split(" ")[START];
}

const START = 19;

const inUse = (headers: string, pid: string): InputError =>
  new InputError({
    en: `${headers} is being repaired by another kofit (process ${pid}); try again when it is done`,
    zh: `另一个 kofit（进程 ${pid}）正在修复 ${headers}；请等它结束后再试`,
  });
