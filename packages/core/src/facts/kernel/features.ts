import { readOnlyData } from "../../formats/kernel-image/vmlinux.ts";
import { holds } from "../../formats/kernel-image/kernel-strings.ts";
import type { KernelImage } from "../../formats/kernel-image/kernel-image.ts";
import { type Fact, known, type Text, type Unknown, unknown } from "../../model/fact.ts";
import { BY_RELEASE } from "../../model/generation.ts";
import {
  featureIds,
  featuresByRelease,
  type LoaderFeature,
  loaderFeatures,
} from "../../model/loader-feature.ts";
import { configVersion } from "../../sources/common/config-version.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { givenImage, imageOf } from "./image.ts";
import { once } from "./once.ts";
import { release } from "./release.ts";
import { giveImage } from "./remedies.ts";

/**
 * From the messages in the image; without one by the release, which is what a distribution's backports make untrue. An
 * image that only stands beside what was given is not unpacked for it.
 */
export const features: (artifacts: Artifacts) => Promise<Fact<ReadonlySet<LoaderFeature>>> = once(
  async (artifacts) =>
    readFact(
      artifacts,
      [
        async () => inImage(await givenImage(artifacts)),
        byRelease,
        async () => inImage(await imageOf(artifacts)),
      ],
      unknown(
        {
          en: "neither the image nor the release of this kernel is known, and these tell what its loader checks",
          zh: "既没有该内核的映像，也不知道其版本号，而加载器做哪些检查要由它们得知",
        },
        giveImage,
      ),
    ),
);

/** Every loader that says anything says this. Where it is not, the kernel has no CONFIG_MODULES or no CONFIG_PRINTK. */
const ANCHOR = "version magic '%s' should be '%s'";

/** Whether a kernel's strings hold the messages of its loader. */
export const hasMessages = (strings: Uint8Array): boolean => holds(strings, ANCHOR);

async function inImage(
  image: KernelImage | undefined,
): Promise<Fact<ReadonlySet<LoaderFeature>> | undefined> {
  if (!image) return undefined;
  const strings = await readOnlyData(image);
  if (!hasMessages(strings)) return silentImage(image.name, giveImage);
  const found = featureIds.filter((id) => holds(strings, loaderFeatures[id].says));
  return known(new Set(found), { input: image.name, part: "messages" });
}

/** That an image has no messages, which many things are read from. */
export const silentImage = (name: string, remedy: Text): Unknown =>
  unknown(
    {
      en: `${name} has none of the loader's messages: it was built without CONFIG_MODULES or without CONFIG_PRINTK`,
      zh: `${name} 中没有加载器的任何消息：该内核编译时未启用 CONFIG_MODULES 或 CONFIG_PRINTK`,
    },
    remedy,
  );

/**
 * Debian's releases do not always say which stable version they are (`6.1.0-56-amd64` is 6.1.192); the comment on top
 * of the configuration does.
 */
async function byRelease(artifacts: Artifacts): Promise<Fact<ReadonlySet<LoaderFeature>> | undefined> {
  const named = await release(artifacts);
  if (!named.known) return undefined;
  const built = artifacts.config && (await configVersion(artifacts.config));
  const version = built !== undefined && series(built) === series(named.value) ? built : named.value;
  const found = featuresByRelease(version);
  return found
    ? known(found, { ...named.origin, part: `${BY_RELEASE}, ${version}` })
    : noVersion(named.value);
}

const series = (text: string): string | undefined => /^\d+\.\d+/.exec(text)?.[0];

const noVersion = (release: string): Fact<ReadonlySet<LoaderFeature>> =>
  unknown(
    {
      en: `the release ${release} does not start with a kernel version`,
      zh: `版本号 ${release} 不以内核版本开头`,
    },
    giveImage,
  );
