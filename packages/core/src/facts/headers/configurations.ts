import { configHeader, configText } from "../../formats/kconfig/kconfig.ts";
import { readAll } from "../../io/byte-source.ts";
import type { FileTree } from "../../io/file-tree.ts";
import { FormatError } from "../../io/format-error.ts";
import { type Config, configOf } from "../../model/config.ts";
import {
  asCompiled,
  type Contradiction,
  contradictionsIn,
  type HeadersTexts,
} from "../../model/headers-contradictions.ts";
import { MAX_CONFIG } from "../../sources/common/limits.ts";
import type { HeadersTrees } from "./trees.ts";

/** The three files in which headers keep one configuration, by who reads them. */
export const configurationFiles = {
  config: ".config",
  forMake: "include/config/auto.conf",
  forCompiler: "include/generated/autoconf.h",
} as const;
export type ConfigurationFile = (typeof configurationFiles)[keyof typeof configurationFiles];

/** What headers were configured with. */
export interface HeadersConfiguration {
  /** The files that are there and can be read. `.config` may be left away: nothing of a module's build reads it. */
  readonly found: readonly ConfigurationFile[];
  /** What is wrong with one that cannot be read. */
  readonly damaged: readonly string[];
  /** Where they contradict each other, and what they do. */
  readonly contradictions: readonly Contradiction[];
  /**
   * What modules are built with: `auto.conf`, else `.config`; where `autoconf.h` contradicts it, as C sees it. Absent when
   * neither of the two is there.
   */
  readonly config?: Config;
  /** The file that `config` was read from. */
  readonly file?: ConfigurationFile;
  /** `ARCH`, as the first lines of a configuration tell it: `"arm64"`, `"x86"`; absent when they do not. */
  readonly arch?: string;
}

/** Reads the three files, and compares them. Damage is told, and does not hide the others. */
export async function readConfigurations({ output }: HeadersTrees): Promise<HeadersConfiguration> {
  const damaged: string[] = [];
  const config = await readText(output, ".config", damaged);
  const forMake = await readText(output, "include/config/auto.conf", damaged);
  const forCompiler = await readText(output, "include/generated/autoconf.h", damaged);
  const texts: HeadersTexts = {
    ...(config !== undefined && { config }),
    ...(forMake !== undefined && { forMake }),
    ...(forCompiler !== undefined && { forCompiler }),
  };
  const contradictions = contradictionsIn(texts);
  const there = Object.values(texts);
  const arch = there.map((text) => configHeader({ text })?.arch).find((one) => one !== undefined);
  const text = forMake ?? config;
  const seen = text !== undefined && forCompiler !== undefined ? asCompiled(text, contradictions) : text;
  return {
    found: (["config", "forMake", "forCompiler"] as const).flatMap((one) =>
      texts[one] === undefined ? [] : configurationFiles[one],
    ),
    damaged,
    contradictions,
    ...(seen !== undefined && {
      config: configOf(seen),
      file: forMake === undefined ? configurationFiles.config : configurationFiles.forMake,
    }),
    ...(arch !== undefined && { arch }),
  };
}

async function readText(
  output: FileTree,
  file: ConfigurationFile,
  damaged: string[],
): Promise<string | undefined> {
  try {
    const source = await output.open(file);
    return source && configText(await readAll(source, MAX_CONFIG), source.name);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    damaged.push(error.message);
    return undefined;
  }
}
