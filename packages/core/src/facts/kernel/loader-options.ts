import type { KernelImage } from "../../formats/kernel-image/kernel-image.ts";
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
import { givenImage, imageOf } from "./image.ts";
import { hasLoader, imageMessages, silentImage } from "./image-messages.ts";
import { giveConfig } from "./remedies.ts";

/**
 * From the messages in the image that was given; else from the configuration. An image that only stands beside what was
 * given is the last to be asked.
 */
export async function loaderOptionsFact(artifacts: Artifacts): Promise<Fact<ReadonlySet<LoaderOption>>> {
  return readFact(
    artifacts,
    [
      async () => inImage(artifacts, await givenImage(artifacts)),
      async () => {
        const found = await config(artifacts);
        return found.known ? known(loaderOptionsOf(found.value), found.origin) : undefined;
      },
      async () => inImage(artifacts, await imageOf(artifacts)),
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

async function inImage(
  artifacts: Artifacts,
  image: KernelImage | undefined,
): Promise<Fact<ReadonlySet<LoaderOption>> | undefined> {
  const messages = image && (await imageMessages(artifacts));
  if (!messages) return undefined;
  if (!hasLoader(messages)) return silentImage(image.name, giveConfig);
  const found = loaderOptionIds.filter((id) => messages.has(loaderOptions[id].says));
  return known(new Set(found), { input: image.name, part: "messages" });
}
