import type { KernelImage } from "../../formats/kernel-image/kernel-image.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
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
import { hasLoader, imageMessages, silentImage } from "./image-messages.ts";
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
        async () => inImage(artifacts, await givenImage(artifacts)),
        byRelease,
        async () => inImage(artifacts, await imageOf(artifacts)),
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

async function inImage(
  artifacts: Artifacts,
  image: KernelImage | undefined,
): Promise<Fact<ReadonlySet<LoaderFeature>> | undefined> {
  const messages = image && (await imageMessages(artifacts));
  if (!messages) return undefined;
  if (!hasLoader(messages)) return silentImage(image.name, giveImage);
  const found = featureIds.filter((id) => messages.has(loaderFeatures[id].says));
  return known(new Set(found), { input: image.name, part: "messages" });
}

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
