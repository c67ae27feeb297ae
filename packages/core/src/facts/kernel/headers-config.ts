import { parseConfig } from "../../formats/kconfig/kconfig.ts";
import { readAll } from "../../io/byte-source.ts";
import { type Config, configOf } from "../../model/config.ts";
import { type Known, known } from "../../model/fact.ts";
import { asCompiled } from "../../model/headers-contradictions.ts";
import { MAX_CONFIG } from "../../sources/common/limits.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { headersContradictions } from "./headers-contradictions.ts";
import { once } from "./once.ts";

/**
 * The configuration that modules are compiled with: `autoconf.h`, where the files of the headers disagree. `undefined`
 * without headers. @throws {FormatError} if it is no configuration.
 */
export const headersConfigOf: (artifacts: Artifacts) => Promise<Known<Config> | undefined> = once(
  async (artifacts) => {
    const { headersConfig } = artifacts;
    if (!headersConfig) return undefined;
    const config = parseConfig(await readAll(headersConfig, MAX_CONFIG), headersConfig.name);
    const contradictions = await headersContradictions(artifacts);
    const found = contradictions.known ? contradictions.value : undefined;
    if (!found?.files.forCompiler) return known(config, { input: headersConfig.name });
    const compiled = configOf(asCompiled(config.text, found.contradictions));
    return known(compiled, { input: found.files.forCompiler });
  },
);
