import type { KernelImage } from "../../formats/kernel-image/kernel-image.ts";
import { holds } from "../../formats/kernel-image/kernel-strings.ts";
import { readOnlyData } from "../../formats/kernel-image/vmlinux.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import {
  type LoaderOption,
  loaderOptionIds,
  loaderOptions,
  loaderOptionsOf,
} from "../../model/loader-option.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { config } from "./config.ts";
import { hasMessages, silentImage } from "./features.ts";
import { givenImage, imageOf } from "./image.ts";
import { giveConfig } from "./remedies.ts";

/**
 * From the messages in the image that was given; else from the configuration. An image that only stands beside what was
 * given is the last to be asked.
 */
export async function loaderOptionsFact(artifacts: Artifacts): Promise<Fact<ReadonlySet<LoaderOption>>> {
  return readFact(
    artifacts,
    [
      async () => inImage(await givenImage(artifacts)),
      async () => {
        const found = await config(artifacts);
        return found.known ? known(loaderOptionsOf(found.value), found.origin) : undefined;
      },
      async () => inImage(await imageOf(artifacts)),
    ],
    unknown(
      {
        en: "which options the loader of this kernel was built with is told by its image or its configuration, and neither was found",
        zh: "该内核的加载器启用了哪些编译选项要看其映像或配置，但两者都没有找到",
      },
      giveConfig,
    ),
  );
}

async function inImage(image: KernelImage | undefined): Promise<Fact<ReadonlySet<LoaderOption>> | undefined> {
  if (!image) return undefined;
  const strings = await readOnlyData(image);
  if (!hasMessages(strings)) return silentImage(image.name, giveConfig);
  const found = loaderOptionIds.filter((id) => holds(strings, loaderOptions[id].says));
  return known(new Set(found), { input: image.name, part: "messages" });
}
