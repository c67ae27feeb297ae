import type { Config } from "../../model/config.ts";
import { type ConfigDifference, configDifference } from "../../model/config-difference.ts";
import { type Fact, type Known, known } from "../../model/fact.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { attempt } from "../read-fact.ts";
import { config } from "./config.ts";
import { headersConfigOf } from "./headers-config.ts";
import { giveConfig } from "./remedies.ts";

/** The kernel's own configuration, where it is at hand beside one of headers; where nothing else tells it, it is taken from these same headers. */
export async function configBesideHeaders(artifacts: Artifacts): Promise<Known<Config> | undefined> {
  const { headersConfig } = artifacts;
  if (!headersConfig) return undefined;
  const own = await config(artifacts);
  return own.known && own.origin.input !== headersConfig.name ? own : undefined;
}

/**
 * What the configuration that the headers compile with says otherwise than the kernel's; `undefined` where the two are not
 * both at hand, for then there is nothing to compare.
 */
export async function headersDifferences(
  artifacts: Artifacts,
): Promise<Fact<readonly ConfigDifference[]> | undefined> {
  const own = await configBesideHeaders(artifacts);
  if (!own) return undefined;
  const compared = async (): Promise<Fact<readonly ConfigDifference[]> | undefined> => {
    const theirs = await headersConfigOf(artifacts);
    const origin = theirs && { ...theirs.origin, part: `beside ${own.origin.input}` };
    return theirs && origin && known(configDifference(own.value.text, theirs.value.text), origin);
  };
  return attempt(compared(), giveConfig);
}
