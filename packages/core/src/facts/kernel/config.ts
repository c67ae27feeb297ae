import { readOnlyData } from "../../formats/kernel-image/vmlinux.ts";
import { findIkconfig } from "../../formats/ikconfig/ikconfig.ts";
import { parseConfig } from "../../formats/kconfig/kconfig.ts";
import type { KernelImage } from "../../formats/kernel-image/kernel-image.ts";
import { type ByteSource, readAll } from "../../io/byte-source.ts";
import type { Config } from "../../model/config.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import { MAX_CONFIG } from "../../sources/common/limits.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { givenImage, imageOf } from "./image.ts";
import { once } from "./once.ts";
import { giveConfig } from "./remedies.ts";

/**
 * The one that the kernel was built with, as a file or built into it (CONFIG_IKCONFIG); that of its headers only where
 * there is no other, for it may have been changed.
 */
export const config: (artifacts: Artifacts) => Promise<Fact<Config>> = once(async (artifacts) =>
  readFact(
    artifacts,
    [
      async ({ config }) => config && read(config),
      async () => inImage(await givenImage(artifacts)),
      async ({ headersConfig }) => headersConfig && read(headersConfig),
      async () => inImage(await imageOf(artifacts)),
    ],
    unknown({ en: "no configuration of this kernel was found", zh: "没有找到该内核的配置文件" }, giveConfig),
  ),
);

async function inImage(image: KernelImage | undefined): Promise<Fact<Config> | undefined> {
  const built = image && (await findIkconfig(await readOnlyData(image), image.name, MAX_CONFIG));
  return built && read(built);
}

async function read(file: ByteSource): Promise<Fact<Config>> {
  return known(parseConfig(await readAll(file, MAX_CONFIG), file.name), { input: file.name });
}
