import { cpSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { configurationFiles, withoutPahole } from "../without-pahole.ts";

/** Where headers packages lie, below the directory that they are unpacked into. */
const SOURCES = "usr/src";

/**
 * The configured headers below `root`: the directory with a `.config`, beside the common part that has none.
 * `undefined` when there is none.
 */
export async function configuredHeaders(root: string): Promise<string | undefined> {
  const sources = join(root, SOURCES);
  for (const name of await readdir(sources).catch(() => [])) {
    const directory = join(sources, name);
    const config = await readFile(join(directory, ".config")).catch(() => undefined);
    if (config) return directory;
  }
  return undefined;
}

/**
 * A copy of headers, with the configuration that they have after Kconfig ran where `pahole` is missing. It stands
 * beside the original, because links to scripts and tools are relative.
 *
 * @param lost symbols that go with `pahole`.
 */
export async function copyWithoutPahole(
  headers: string,
  name: string,
  lost: readonly string[],
): Promise<string> {
  const copy = join(headers, "..", name);
  // Thousands of small files: the asynchronous copy takes seconds more.
  cpSync(headers, copy, { recursive: true, verbatimSymlinks: true });
  for (const file of configurationFiles) {
    const path = join(copy, file);
    await writeFile(path, withoutPahole(await readFile(path, "utf8"), lost));
  }
  return copy;
}

/**
 * Makes headers usable where they were unpacked: Debian's Makefile names its own directory (since 7.x) and the common
 * part by their absolute paths below `/usr/src`.
 */
export async function settle(headers: string, root: string): Promise<void> {
  const path = join(headers, "Makefile");
  const text = await readFile(path, "utf8");
  await writeFile(
    path,
    text
      .replace(/^KBUILD_OUTPUT=\/usr\/src\/.*$/m, () => `KBUILD_OUTPUT=${headers}`)
      .replace(/^include \/usr\/src\//m, () => `include ${join(root, SOURCES)}/`),
  );
}
