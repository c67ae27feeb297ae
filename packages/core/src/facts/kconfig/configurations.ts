import { parseConfig } from "../../formats/kconfig/kconfig.ts";
import { readAll } from "../../io/byte-source.ts";
import type { FileTree } from "../../io/file-tree.ts";
import { FormatError } from "../../io/format-error.ts";
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

/** What a build directory says of its configuration. */
export interface Configurations {
  readonly configurations: readonly Configuration[];
  /** What is wrong with files that are there and could not be read. */
  readonly damaged: readonly FormatError[];
}

/** The configurations in a build directory; those that are not there are left out. */
export async function readConfigurations(tree: FileTree): Promise<Configurations> {
  const configurations: Configuration[] = [];
  const damaged: FormatError[] = [];
  for (const path of CONFIGURATIONS) {
    try {
      const source = await tree.open(path);
      if (!source) continue;
      configurations.push({ path, config: parseConfig(await readAll(source, MAX_CONFIG), source.name) });
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      damaged.push(error);
    }
  }
  return { configurations, damaged };
}
