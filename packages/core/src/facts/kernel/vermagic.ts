import { readOnlyData } from "../../formats/kernel-image/vmlinux.ts";
import { vermagicIn } from "../../formats/kernel-image/kernel-strings.ts";
import { type Fact, known, type Unknown, unknown } from "../../model/fact.ts";
import { vermagicOf } from "../../model/vermagic.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { bannerOf } from "./banner.ts";
import { imageOf } from "./image.ts";
import { once } from "./once.ts";
import { giveModules } from "./remedies.ts";
import { majority, samplesOf } from "./samples.ts";

/**
 * What most of the kernel's own modules say, else the string in the image. Headers alone do not tell it: the words after the release depend on the
 * architecture's own header, which is not evaluated.
 */
export const vermagic: (artifacts: Artifacts) => Promise<Fact<string>> = once(async (artifacts) =>
  readFact(
    artifacts,
    [fromModules, fromImage],
    unknown(
      {
        en: "neither a module that came with this kernel nor its image is at hand, and only these tell the vermagic",
        zh: "手头既没有该内核自带的模块，也没有内核映像，而 vermagic 只能从它们得知",
      },
      giveModules,
    ),
  ),
);

async function fromModules(artifacts: Artifacts): Promise<Fact<string> | undefined> {
  const found = majority(await samplesOf(artifacts), ({ vermagic }) => vermagic, String);
  const input = found?.having[0]?.name;
  if (!found || input === undefined) return undefined;
  const { release } = artifacts;
  const own = vermagicOf(found.value).release;
  if (release && release.value !== own) return ofAnotherKernel(input, own, release.value);
  return known(found.value, { input, part: partOf(found.having.length, found.differing.length) });
}

async function fromImage(artifacts: Artifacts): Promise<Fact<string> | undefined> {
  const image = await imageOf(artifacts);
  const banner = await bannerOf(artifacts);
  const found = image && banner && vermagicIn(await readOnlyData(image), banner.value.release);
  return found && known(found.text, { input: image.name, part: "vermagic" });
}

const partOf = (having: number, differing: number): string =>
  differing === 0 ? ".modinfo" : `.modinfo; ${having} modules agree, ${differing} differ`;

/** Modules in `lib/modules/<release>` that were built for something else tell nothing of this kernel. */
export const ofAnotherKernel = (input: string, theirs: string, ours: string): Unknown =>
  unknown(
    {
      en: `${input} was built for ${theirs}, not for ${ours}`,
      zh: `${input} 是为 ${theirs} 编译的，而不是为 ${ours}`,
    },
    giveModules,
  );
