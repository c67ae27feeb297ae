import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { PlannedFile } from "./plan.ts";

const DIRECTORY = "include/config";

/**
 * The empty files of options, whose times tell make what to build anew: conf_touch_dep() in scripts/kconfig/confdata.c and
 * scripts/basic/fixdep.c. `FOO_BAR` since Linux 5.13, `foo/bar.h` before; headers that have none get none.
 *
 * @param symbols that get another value, with their prefix.
 */
export async function touchedFiles(
  directory: string,
  symbols: readonly string[],
): Promise<readonly PlannedFile[]> {
  const entries = await readdir(join(directory, DIRECTORY)).catch(() => []);
  const nameFor = namingOf(entries);
  if (!nameFor) return [];
  return symbols.map((symbol) => ({
    path: `${DIRECTORY}/${nameFor(symbol.replace(/^CONFIG_/, ""))}`,
    content: new Uint8Array(),
  }));
}

function namingOf(entries: readonly string[]): ((name: string) => string) | undefined {
  if (entries.some((entry) => /^[A-Z0-9_]+$/.test(entry))) return (name) => name;
  if (entries.some((entry) => entry.endsWith(".h"))) {
    return (name) => `${name.toLowerCase().replaceAll("_", "/")}.h`;
  }
  return undefined;
}
