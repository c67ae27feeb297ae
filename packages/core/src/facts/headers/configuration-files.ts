import { configText, parseConfig } from "../../formats/kconfig/kconfig.ts";
import { readAll } from "../../io/byte-source.ts";
import type { FileTree } from "../../io/file-tree.ts";
import { FormatError } from "../../io/format-error.ts";
import type { Config } from "../../model/config.ts";
import { type Contradiction, contradictionsIn } from "../../model/headers-contradictions.ts";
import { MAX_CONFIG } from "../../sources/common/limits.ts";

/** The three files in which headers keep one configuration, by who reads them; the one that Kconfig itself reads first. */
export const configurationFiles = {
  config: ".config",
  forMake: "include/config/auto.conf",
  forCompiler: "include/generated/autoconf.h",
} as const;
/** Who reads a configuration. */
export type ConfigurationReader = keyof typeof configurationFiles;
export type ConfigurationFile = (typeof configurationFiles)[ConfigurationReader];

const readers: readonly ConfigurationReader[] = ["config", "forMake", "forCompiler"];

/** A file of a build directory that says how it is configured. */
export interface Configuration {
  readonly path: ConfigurationFile;
  readonly reader: ConfigurationReader;
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

/** The configurations in a build directory; those that are not there are left out. */
export async function configurationsOf(tree: FileTree): Promise<Configurations> {
  const configurations: Configuration[] = [];
  const damaged: FormatError[] = [];
  for (const reader of readers) {
    const path = configurationFiles[reader];
    try {
      const source = await tree.open(path);
      if (!source) continue;
      const bytes = await readAll(source, MAX_CONFIG);
      const text = configText(bytes, source.name);
      configurations.push({ path, reader, text, config: parseConfig(bytes, source.name) });
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      damaged.push(error);
    }
  }
  return { configurations, damaged };
}

/** The symbols on which they disagree. */
export const contradictionsAmong = (configurations: readonly Configuration[]): readonly Contradiction[] =>
  contradictionsIn(Object.fromEntries(configurations.map(({ reader, text }) => [reader, text])));
