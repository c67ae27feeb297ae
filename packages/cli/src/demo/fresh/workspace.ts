import { cacheDirectory } from "@kofit/core/node";
import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "demo-";
/** What a kofit that was killed left behind is removed when it is so old. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** Gives `use` an empty directory and removes it afterwards, also when it fails. */
export async function withWorkspace<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await makeDirectory(cacheDirectory());
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** In kofit's cache, since `/tmp` may be small and in memory; but make works in no path with a space or a colon. */
async function makeDirectory(cache: string): Promise<string> {
  if (/[^\w./@%+,=~-]/.test(cache)) return mkdtemp(join(tmpdir(), `kofit-${PREFIX}`));
  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  return mkdtemp(join(cache, PREFIX));
}

async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(cache, name);
    const made = await stat(path).catch(() => undefined);
    const isOld = made !== undefined && Date.now() - made.mtimeMs > ABANDONED_MS;
    if (isOld) await rm(path, { recursive: true, force: true });
  }
}
