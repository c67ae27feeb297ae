import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory } from "@kofit/core/node";

const PREFIX = "boot-";
/** What a kofit that was killed left behind is removed when it is so old. */
const ABANDONED = 24 * 60 * 60 * 1000;

/** Where logs and the guest's first process are kept. */
export const matrixDirectory = (): string => join(cacheDirectory(), "matrix");

/** Gives `use` an empty directory and removes it afterwards, also when it fails. Several hundred MB may go there. */
export async function withWorkspace<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const above = matrixDirectory();
  await mkdir(above, { recursive: true });
  await removeAbandoned(above);
  const directory = await mkdtemp(join(above, PREFIX));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function removeAbandoned(above: string): Promise<void> {
  for (const name of await readdir(above)) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(above, name);
    const made = await stat(path).catch(() => undefined);
    const isOld = made !== undefined && Date.now() - made.mtimeMs > ABANDONED;
    if (isOld) await rm(path, { recursive: true, force: true });
  }
}
