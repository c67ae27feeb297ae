import { type Fact, known } from "../../model/fact.ts";
import type { Generation } from "../../model/generation.ts";
import { generationOf } from "../../model/loader-feature.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { features } from "./features.ts";

/** What the loader's features amount to. */
export async function generation(artifacts: Artifacts): Promise<Fact<Generation>> {
  const found = await features(artifacts);
  return found.known ? known(generationOf(found.value), found.origin) : found;
}
