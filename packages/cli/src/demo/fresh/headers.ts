import { configurationFiles } from "@kofit/core";
import { cpSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withoutPahole } from "../without-pahole.ts";

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
  for (const file of Object.values(configurationFiles)) {
    const path = join(copy, file);
    await writeFile(path, withoutPahole(await readFile(path, "utf8"), lost));
  }
  return copy;
}
