import type { CheckId, Defect } from "../analyse/verdict.ts";
import type { Language } from "../model/fact.ts";
import type { KernelFacts } from "../model/kernel.ts";
import type { HandedModule } from "../model/module.ts";

/** How sure it is that a cause is the cause. */
export type Certainty =
  /** Every link follows from a file. */
  | "certain"
  /** It explains what was found exactly, and nothing else that was looked for does. */
  | "likely"
  /** It explains what was found, and so does something else. */
  | "possible";

/** Both sides, as far as they are known, and what was found. */
export interface CauseGiven {
  readonly kernel: KernelFacts;
  readonly module: HandedModule;
  /** The finding that is to be explained. */
  readonly defect: Defect;
}

/** One explanation of how a defect came about. */
export interface CauseFound<Evidence extends object> {
  readonly certainty: Certainty;
  readonly evidence: Evidence;
}

export interface CauseDefinition<Evidence extends object> {
  /** Kebab-case, equal to the file's name, never reused. Names what happened. */
  readonly id: string;
  /** The findings that it may explain. */
  readonly explains: readonly CheckId[];
  /** Explanations that the facts bear out, the surest first; empty when there is none. A fact that is not known is no evidence. */
  find(given: CauseGiven): readonly CauseFound<Evidence>[];
  /** The links from what happened first to the finding, one sentence each. Backticks mark code. */
  readonly links: Readonly<Record<Language, (found: CauseFound<Evidence>) => readonly string[]>>;
}

/** Only infers types. */
export const defineCause = <Evidence extends object>(
  cause: CauseDefinition<Evidence>,
): CauseDefinition<Evidence> => cause;
