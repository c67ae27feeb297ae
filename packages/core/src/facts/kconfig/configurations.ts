import { configText, parseConfig } from "../../formats/kconfig/kconfig.ts";
import { readAll } from "../../io/byte-source.ts";
import type { FileTree } from "../../io/file-tree.ts";
import { FormatError } from "../../io/format-error.ts";
import type { Config } from "../../model/config.ts";
import { MAX_CONFIG } from "../../sources/common/limits.ts";
import { type ConfigurationFile, configurationFiles } from "../headers/configurations.ts";

/** A file of a build directory that says how it is configured. */
export interface Configuration {
  readonly path: ConfigurationFile;
  /** As it stands there. */
  readonly text: string;
  readonly config: Config;
}

/** What a build directory says of its configuration. */
export interface Configurations {
  readonly configurations: readonly Configuration[];
  /** What is wrong with files that are there and could not be read. */
  readonly damaged: readonly FormatError[];
}

/** The configurations in a build directory; the one that Kconfig itself reads first; those that are not there are left out. */
export async function configurationsOf(tree: FileTree): Promise<Configurations> {
  const configurations: Configuration[] = [];
  const damaged: FormatError[] = [];
  for (const path of Object.values(configurationFiles)) {
    try {
      const source = await tree.open(path);
      if (!source) continue;
      const bytes = await readAll(source, MAX_CONFIG);
      const text = configText(bytes, source.name);
      configurations.push({ path, text, config: parseConfig(bytes, source.name) });
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      damaged.push(error);
    }
  }
  return { configurations, damaged };
}
