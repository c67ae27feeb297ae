import type { CauseDefinition, CauseGiven, Certainty } from "../causes/define-cause.ts";
import { causes } from "../causes/index.ts";
import type { Language } from "../model/fact.ts";
import type { Cause, CauseId } from "./verdict.ts";

// The registry is typed cause by cause; the engine needs it uniform.
type AnyCause = CauseDefinition<object>;
const all = causes as unknown as Readonly<Record<CauseId, AnyCause>>;
const ids = Object.keys(causes) as readonly CauseId[];

/** Explanations of a finding, the surest first. */
export function causesOf(given: CauseGiven): readonly Cause[] {
  const found = ids.flatMap((id) => {
    const cause = all[id];
    if (!cause.explains.includes(given.defect.check)) return [];
    return cause.find(given).map(({ certainty, evidence }) => ({ id, certainty, evidence }));
  });
  return found.toSorted((a, b) => certainties.indexOf(a.certainty) - certainties.indexOf(b.certainty));
}

const certainties: readonly Certainty[] = ["certain", "likely", "possible"];

/** A cause as a chain of sentences, from what happened first to the finding. */
export const linksOf = ({ id, certainty, evidence }: Cause, language: Language): readonly string[] =>
  all[id].links[language]({ certainty, evidence });
