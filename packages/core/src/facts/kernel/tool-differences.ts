import { toolchainDrift } from "../../config-effects/toolchain-drift.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { ToolDifference } from "../../model/tool-difference.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { attempt } from "../read-fact.ts";
import { bannerFact } from "./banner.ts";
import { headersConfigOf } from "./headers-config.ts";
import { configBesideHeaders } from "./headers-differences.ts";
import { giveConfig } from "./remedies.ts";

const nothing: Fact<readonly ToolDifference[]> = known([], { input: "no headers to compare with" });

/** The tools that the headers were configured with beside those that the kernel was built with; empty where the two are not both at hand. */
export async function toolDifferences(artifacts: Artifacts): Promise<Fact<readonly ToolDifference[]>> {
  const own = await configBesideHeaders(artifacts);
  if (!own) return nothing;
  const compared = async (): Promise<Fact<readonly ToolDifference[]> | undefined> => {
    const theirs = await headersConfigOf(artifacts);
    if (!theirs) return undefined;
    const { banner } = await bannerFact(artifacts);
    const text = banner?.known ? banner.value : undefined;
    const origin = { ...theirs.origin, part: `beside ${own.origin.input}` };
    return known(toolchainDrift(own.value, theirs.value, text), origin);
  };
  return (await attempt(compared(), giveConfig)) ?? nothing;
}
