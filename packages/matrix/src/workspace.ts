import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory } from "@kofit/core/node";

/** Then the number of the process it belongs to, so that what a kofit left behind that was killed can be told. */
const PREFIX = "boot-";

/** Where logs and the guest's first process are kept. */
export const matrixDirectory = (): string => join(cacheDirectory(), "matrix");

/** Gives `use` an empty directory and removes it afterwards, also when it fails. Several hundred MB may go there. */
export async function withWorkspace<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const above = matrixDirectory();
  await mkdir(above, { recursive: true });
  await removeAbandoned(above);
  const directory = await mkdtemp(join(above, `${PREFIX}${process.pid}-`));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function removeAbandoned(above: string): Promise<void> {
  for (const name of await readdir(above)) {
    const owner = name.startsWith(PREFIX) ? /^\d+/.exec(name.slice(PREFIX.length))?.[0] : undefined;
    if (owner !== undefined && !isRunning(Number(owner))) {
      await rm(join(above, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and is another user's.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}
