import type { CauseDefinition, CauseGiven } from "../causes/define-cause.ts";
import { causes } from "../causes/index.ts";
import type { Language } from "../model/fact.ts";
import type { Cause, CauseId, CheckId } from "./verdict.ts";

// The registry is typed cause by cause; the engine needs it uniform.
type AnyCause = CauseDefinition<object>;
const all = causes as unknown as Readonly<Record<CauseId, AnyCause>>;
const ids = Object.keys(causes) as readonly CauseId[];

/** Explanations of a finding, the surest first. */
export function causesOf(check: CheckId, given: CauseGiven): readonly Cause[] {
  return ids.flatMap((id) => {
    const cause = all[id];
    if (!cause.explains.includes(check)) return [];
    return cause.find(given).map(({ certainty, evidence }) => ({ id, certainty, evidence }));
  });
}

/** A cause as a chain of sentences, from what happened first to the finding. */
export const linksOf = ({ id, certainty, evidence }: Cause, language: Language): readonly string[] =>
  all[id].links[language]({ certainty, evidence });
