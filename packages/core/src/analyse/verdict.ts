import type { Certainty } from "../causes/define-cause.ts";
import type { causes } from "../causes/index.ts";
import type { checks } from "../checks/index.ts";
import type { Text, Unknown } from "../model/fact.ts";
import type { Check, Effect, Errno, Explanation, Needs } from "./define-check.ts";

type Catalogue = typeof checks;

export type CheckId = keyof Catalogue;
export type CauseId = keyof typeof causes;

type EvidenceOf<Id extends CheckId> =
  Catalogue[Id] extends Check<infer Evidence, infer _ extends Needs> ? Evidence : never;

/** A defect that was found. Plain data: it is posted to a worker, stored and printed as is. */
export type Finding = {
  [Id in CheckId]: {
    readonly check: Id;
    readonly effect: Effect;
    /** The one at which the kernel stops. */
    readonly decisive: boolean;
    /** What comes of it cannot be told, see {@link Check.strayAccess}; absent where it can. */
    readonly strayAccess?: true;
    readonly evidence: EvidenceOf<Id>;
    /** How it came about, the surest explanation first; absent when nothing is known of that. */
    readonly causes?: readonly Cause[];
  };
}[CheckId];

/** What a check found, by itself. */
export type Defect = {
  [Id in CheckId]: { readonly check: Id; readonly evidence: EvidenceOf<Id> };
}[CheckId];

/** How a defect came about. Plain data. */
export interface Cause {
  readonly id: CauseId;
  readonly certainty: Certainty;
  readonly evidence: object;
}

/** A check that could not run, and what would let it. */
export interface Inconclusive {
  readonly check: CheckId;
  readonly missing: readonly MissingFact[];
}

export interface MissingFact extends Unknown {
  /** `"kernel.exports"` */
  readonly fact: string;
}

/** What the kernel will answer. */
export interface Predicted {
  /** `null` when the module loads, or when it cannot be told. */
  readonly errno: Errno | null;
  /** The kernel's lines, the decisive one included, in order. */
  readonly log: readonly string[];
}

export interface Verdict {
  readonly outcome: "loads" | "refused" | "unsafe" | "unknown";
  readonly predicted: Predicted;
  /** In the order in which this kernel meets them. */
  readonly findings: readonly Finding[];
  readonly inconclusive: readonly Inconclusive[];
}

/** A finding's texts, in one language. */
export type Explain = (finding: Finding) => Explanation;
export type { Effect, Errno, Explanation, Text };
