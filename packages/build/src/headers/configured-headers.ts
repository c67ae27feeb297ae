import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Where headers packages lie, below the directory that they are unpacked into. */
const SOURCES = "usr/src";

/**
 * The configured headers below `root`: the directory with a configuration (`.config`, or `include/config/auto.conf` where a
 * package leaves that away), beside the common part that has none. `undefined` when there is none.
 */
export async function configuredHeaders(root: string): Promise<string | undefined> {
  const sources = join(root, SOURCES);
  const names = await readdir(sources).catch(() => []);
  for (const name of names) {
    const directory = join(sources, name);
    if (await hasContent(directory, ".config")) return directory;
  }
  for (const name of names) {
    const directory = join(sources, name);
    if (await hasContent(directory, "include/config/auto.conf")) return directory;
  }
  return undefined;
}

const hasContent = async (directory: string, name: string): Promise<boolean> =>
  (await readFile(join(directory, name)).catch(() => Buffer.alloc(0))).length > 0;

/**
 * Makes headers usable where they were unpacked: Debian's Makefile names its own directory (since 7.x) and the common
 * part by their absolute paths below `/usr/src`. Those without a Makefile stay as they are: nothing can be built with them.
 */
export async function settle(headers: string, root: string): Promise<void> {
  const path = join(headers, "Makefile");
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return;
  await writeFile(
    path,
    text
      .replace(/^KBUILD_OUTPUT=\/usr\/src\/.*$/m, () => `KBUILD_OUTPUT=${headers}`)
      .replace(/^include \/usr\/src\//m, () => `include ${join(root, SOURCES)}/`),
  );
}
