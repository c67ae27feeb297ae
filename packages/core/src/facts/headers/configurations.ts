import { configHeader } from "../../formats/kconfig/kconfig.ts";
import { type Config, configOf } from "../../model/config.ts";
import { asCompiled, type Contradiction } from "../../model/headers-contradictions.ts";
import { type ConfigurationFile, configurationsOf, contradictionsAmong } from "./configuration-files.ts";
import type { HeadersTrees } from "./trees.ts";

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
  const { configurations, damaged } = await configurationsOf(output);
  const contradictions = contradictionsAmong(configurations);
  const arch = configurations.map((one) => configHeader(one)?.arch).find((one) => one !== undefined);
  const [dotConfig, forMake, forCompiler] = (["config", "forMake", "forCompiler"] as const).map((reader) =>
    configurations.find((one) => one.reader === reader),
  );
  const read = forMake ?? dotConfig;
  const seen = read && forCompiler ? asCompiled(read.text, contradictions) : read?.text;
  return {
    found: configurations.map(({ path }) => path),
    damaged: damaged.map(({ message }) => message),
    contradictions,
    ...(read && seen !== undefined && { config: configOf(seen), file: read.path }),
    ...(arch !== undefined && { arch }),
  };
}
