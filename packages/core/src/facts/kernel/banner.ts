import { readOnlyData } from "../../formats/kernel-image/vmlinux.ts";
import { type Banner, bannerIn } from "../../formats/kernel-image/kernel-strings.ts";
import { type Fact, type Known, known } from "../../model/fact.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { attempt } from "../read-fact.ts";
import { givenImage, imageOf } from "./image.ts";
import { once } from "./once.ts";
import { giveImage } from "./remedies.ts";

/** The banner in the image; `undefined` without an image, or when it has none. @throws {FormatError} if the image is damaged. */
export const bannerOf: (artifacts: Artifacts) => Promise<Known<Banner> | undefined> = once(
  async (artifacts) => {
    const image = await imageOf(artifacts);
    const banner = image && bannerIn(await readOnlyData(image));
    return banner && known(banner, { input: image.name, part: "Linux version" });
  },
);

/** The fact, where the kernel runs, or an image was given; it is not worth unpacking one that was only found. */
export async function bannerFact(artifacts: Artifacts): Promise<{ readonly banner?: Fact<string> }> {
  const running = artifacts.live?.banner;
  if (running !== undefined) return { banner: known(running, { input: "/proc/version" }) };
  const fact = await attempt(ofGiven(artifacts), giveImage);
  return fact ? { banner: fact } : {};
}

async function ofGiven(artifacts: Artifacts): Promise<Fact<string> | undefined> {
  const banner = (await givenImage(artifacts)) && (await bannerOf(artifacts));
  return banner && known(banner.value.text, banner.origin);
}
