import { type Fact, known, unknown } from "../../model/fact.ts";
import { vermagicOf } from "../../model/vermagic.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { bannerOf } from "./banner.ts";
import { once } from "./once.ts";
import { giveModules } from "./remedies.ts";
import { majority, samplesOf } from "./samples.ts";

/**
 * From a path, the headers or the running system; else from the vermagic of the kernel's modules, which starts with it;
 * else from the image.
 */
export const release: (artifacts: Artifacts) => Promise<Fact<string>> = once(async (artifacts) =>
  readFact(
    artifacts,
    [
      async ({ release }) => release,
      async () => {
        const samples = await samplesOf(artifacts);
        const found = majority(samples, ({ vermagic }) => vermagicOf(vermagic).release, String);
        const input = found?.having[0]?.name;
        return found && input !== undefined ? known(found.value, { input, part: "vermagic" }) : undefined;
      },
      async () => {
        const banner = await bannerOf(artifacts);
        return banner && known(banner.value.release, banner.origin);
      },
    ],
    unknown(
      {
        en: "nothing that was given tells the release of the kernel",
        zh: "所给的内容都没有说明内核的版本号（release）",
      },
      giveModules,
    ),
  ),
);
