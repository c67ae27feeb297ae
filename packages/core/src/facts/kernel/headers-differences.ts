import { parseConfig } from "../../formats/kconfig/kconfig.ts";
import { readAll } from "../../io/byte-source.ts";
import { type ConfigDifference, configDifference } from "../../model/config-difference.ts";
import { type Fact, known } from "../../model/fact.ts";
import { asCompiled } from "../../model/headers-contradictions.ts";
import { MAX_CONFIG } from "../../sources/common/limits.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { attempt } from "../read-fact.ts";
import { config } from "./config.ts";
import { headersContradictions } from "./headers-contradictions.ts";
import { giveConfig } from "./remedies.ts";

/**
 * What the configuration that the headers compile with says otherwise than the kernel's; `undefined` where the two are not both at hand, for
 * then there is nothing to compare.
 */
export async function headersDifferences(
  artifacts: Artifacts,
): Promise<Fact<readonly ConfigDifference[]> | undefined> {
  const { headersConfig } = artifacts;
  if (!headersConfig) return undefined;
  const own = await config(artifacts);
  // Where nothing else tells the kernel's configuration, it is taken from these same headers.
  if (!own.known || own.origin.input === headersConfig.name) return undefined;
  const compared = async (): Promise<Fact<readonly ConfigDifference[]>> => {
    const theirs = parseConfig(await readAll(headersConfig, MAX_CONFIG), headersConfig.name);
    const contradictions = await headersContradictions(artifacts);
    const found = contradictions.known ? contradictions.value : undefined;
    const origin = { input: headersConfig.name, part: `beside ${own.origin.input}` };
    if (!found?.files.forCompiler) return known(configDifference(own.value.text, theirs.text), origin);
    // What modules are compiled with, not what stands in `.config`.
    const compiled = asCompiled(theirs.text, found.contradictions);
    return known(configDifference(own.value.text, compiled), { ...origin, input: found.files.forCompiler });
  };
  return attempt(compared(), giveConfig);
}
