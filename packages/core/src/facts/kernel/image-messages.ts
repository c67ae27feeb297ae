import { readOnlyData } from "../../formats/kernel-image/vmlinux.ts";
import { textsIn } from "../../io/find-texts.ts";
import { type Text, type Unknown, unknown } from "../../model/fact.ts";
import { loaderFeatures } from "../../model/loader-feature.ts";
import { loaderOptions } from "../../model/loader-option.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { imageOf } from "./image.ts";
import { once } from "./once.ts";

/** Every loader that says anything says this. Where it is not, the kernel has no CONFIG_MODULES or no CONFIG_PRINTK. */
const ANCHOR = "version magic '%s' should be '%s'";

/** lock_kernel_down() in security/lockdown/lockdown.c. */
export const LOCKED_DOWN = "Kernel is locked down from %s; see man kernel_lockdown.7";

const telling: readonly string[] = [
  ANCHOR,
  LOCKED_DOWN,
  ...[...Object.values(loaderFeatures), ...Object.values(loaderOptions)].map(({ says }) => says),
];

/**
 * Of the messages that facts are told by, those that the image has: all are looked for together. `undefined` without an image.
 *
 * @throws {FormatError} if the image is damaged.
 */
export const imageMessages: (artifacts: Artifacts) => Promise<ReadonlySet<string> | undefined> = once(
  async (artifacts) => {
    const image = await imageOf(artifacts);
    return image && textsIn(await readOnlyData(image), telling);
  },
);

/** Whether there are messages of the loader among them. */
export const hasLoader = (messages: ReadonlySet<string>): boolean => messages.has(ANCHOR);

/** That an image has none of them, which many things are read from. */
export const silentImage = (name: string, remedy: Text): Unknown =>
  unknown(
    {
      en: `${name} has none of the loader's messages: it was built without CONFIG_MODULES or without CONFIG_PRINTK`,
      zh: `${name} 中没有加载器的任何消息：该内核编译时未启用 CONFIG_MODULES 或 CONFIG_PRINTK`,
    },
    remedy,
  );
