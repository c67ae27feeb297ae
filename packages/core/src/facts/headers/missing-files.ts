import type { Config } from "../../model/config.ts";
import type { HeadersTrees } from "./trees.ts";
import { type WantedFile, wantedFiles } from "./wanted-files.ts";

/** How complete headers are, by their own rules. */
export interface Completeness {
  /** Files that were looked for. */
  readonly wanted: number;
  readonly missing: readonly WantedFile[];
}

/**
 * Which files are missing for building modules.
 *
 * @param arch SRCARCH, where it is known.
 * @throws {FormatError} if a Makefile is larger than any.
 */
export async function readCompleteness(
  trees: HeadersTrees,
  config: Config,
  arch: string | undefined,
): Promise<Completeness> {
  const wanted = await wantedFiles(trees, config, arch);
  const missing: WantedFile[] = [];
  for (const file of wanted) if (!(await isThere(trees, file))) missing.push(file);
  return { wanted: wanted.length, missing };
}

async function isThere(trees: HeadersTrees, { paths, tree }: WantedFile): Promise<boolean> {
  for (const path of paths) {
    const found = await trees[tree].open(path);
    if (found && found.size > 0) return true;
  }
  return false;
}
