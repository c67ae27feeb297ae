import { parseConfig } from "../../formats/kconfig/kconfig.ts";
import { type ByteSource, readAll } from "../../io/byte-source.ts";
import type { Config } from "../../model/config.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import { MAX_CONFIG } from "../../sources/common/limits.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { once } from "./once.ts";
import { giveConfig } from "./remedies.ts";

/** The one that the kernel was built with; that of its headers only where there is no other, for it may have been changed. */
export const config: (artifacts: Artifacts) => Promise<Fact<Config>> = once(async (artifacts) =>
  readFact(
    artifacts,
    [
      async ({ config }) => config && read(config),
      async ({ headersConfig }) => headersConfig && read(headersConfig),
    ],
    unknown({ en: "no configuration of this kernel was found", zh: "没有找到该内核的配置文件" }, giveConfig),
  ),
);

async function read(file: ByteSource): Promise<Fact<Config>> {
  return known(parseConfig(await readAll(file, MAX_CONFIG), file.name), { input: file.name });
}
