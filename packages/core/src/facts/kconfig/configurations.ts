import { parseConfig } from "../../formats/kconfig/kconfig.ts";
import { readAll } from "../../io/byte-source.ts";
import type { FileTree } from "../../io/file-tree.ts";
import type { Config } from "../../model/config.ts";
import { MAX_CONFIG } from "../../sources/common/limits.ts";

/** The files of a build directory that say how it is configured, the one that Kconfig itself reads first. */
export const CONFIGURATIONS = [
  ".config",
  "include/config/auto.conf",
  "include/generated/autoconf.h",
] as const;

/** One of them, read. */
export interface Configuration {
  readonly path: (typeof CONFIGURATIONS)[number];
  readonly config: Config;
}

/**
 * The configurations in a build directory; those that are not there are left out.
 *
 * @throws {FormatError} if one of them is no configuration.
 */
export async function readConfigurations(tree: FileTree): Promise<readonly Configuration[]> {
  const found: Configuration[] = [];
  for (const path of CONFIGURATIONS) {
    const source = await tree.open(path);
    if (source) found.push({ path, config: parseConfig(await readAll(source, MAX_CONFIG), source.name) });
  }
  return found;
}
