import { cacheDirectory } from "@kofit/core/node";
import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a kofit that was killed left behind is removed when it is so old. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/**
 * Gives `use` an empty directory and removes it afterwards, also when it fails.
 *
 * @param purpose begins the directory's name, and tells what is left of earlier runs of the same kind: `"demo"`.
 */
export async function withWorkspace<T>(purpose: string, use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await makeDirectory(cacheDirectory(), `${purpose}-`);
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Whether make can work in a directory of that path: kbuild takes none with a space or a colon. */
export const isPathForMake = (path: string): boolean => !/[^\w./@%+,=~-]/.test(path);

/** In kofit's cache, since `/tmp` may be small and in memory. */
async function makeDirectory(cache: string, prefix: string): Promise<string> {
  if (!isPathForMake(cache)) return mkdtemp(join(tmpdir(), `kofit-${prefix}`));
  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache, prefix);
  return mkdtemp(join(cache, prefix));
}

/** Removes directories whose names begin so and that are older than a day: a kofit that was killed left them. */
export async function removeAbandoned(cache: string, prefix: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(cache, name);
    const made = await stat(path).catch(() => undefined);
    const isOld = made !== undefined && Date.now() - made.mtimeMs > ABANDONED_MS;
    if (isOld) await rm(path, { recursive: true, force: true });
  }
}
