import { configText } from "../../formats/kconfig/kconfig.ts";
import { type ByteSource, readAll } from "../../io/byte-source.ts";
import { type Fact, known } from "../../model/fact.ts";
import { contradictionsIn, type HeadersContradictions } from "../../model/headers-contradictions.ts";
import { MAX_CONFIG } from "../../sources/common/limits.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { attempt } from "../read-fact.ts";
import { once } from "./once.ts";
import { giveHeaders } from "./remedies.ts";

/**
 * Where `.config`, `auto.conf` and `autoconf.h` of the headers disagree; `undefined` where they agree, or there are not two
 * of them. A file that is damaged or empty makes it unknown.
 */
export const headersContradictions: (
  artifacts: Artifacts,
) => Promise<Fact<HeadersContradictions | undefined>> = once(async (artifacts) => {
  const found = await attempt(compared(artifacts), giveHeaders);
  return found ?? known(undefined, { input: "no headers" });
});

async function compared({
  headersConfigs,
}: Artifacts): Promise<Fact<HeadersContradictions | undefined> | undefined> {
  const { config, forMake, forCompiler } = headersConfigs ?? {};
  const last = forCompiler ?? forMake;
  if (!last) return undefined;
  const contradictions = contradictionsIn({
    ...(config && { config: await textOf(config) }),
    ...(forMake && { forMake: await textOf(forMake) }),
    ...(forCompiler && { forCompiler: await textOf(forCompiler) }),
  });
  const origin = { input: last.name };
  if (contradictions.length === 0) return known(undefined, origin);
  const files = {
    ...(config && { config: config.name }),
    ...(forMake && { forMake: forMake.name }),
    ...(forCompiler && { forCompiler: forCompiler.name }),
  };
  return known({ files, contradictions }, origin);
}

/** @throws {FormatError} if it is no configuration. */
async function textOf(file: ByteSource): Promise<string> {
  return configText(await readAll(file, MAX_CONFIG), file.name);
}
