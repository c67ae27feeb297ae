import type { CheckId } from "../analyse/verdict.ts";
import type { Seen, Strength } from "../symptoms/define-symptom.ts";
import type { symptoms } from "../symptoms/index.ts";

export type SymptomId = keyof typeof symptoms;

/** A line of the log. */
export interface QuotedLine {
  /** Counted from 1. */
  readonly number: number;
  /** As in the log, without control characters and markup; cut off at {@link LONGEST_QUOTE} characters. */
  readonly text: string;
}
export const LONGEST_QUOTE = 400;

/** Why something failed, as far as the log tells. Plain data; the texts are of `explainSymptom()`. */
export interface LogCause {
  readonly symptom: SymptomId;
  /** Of the strongest of its lines. */
  readonly strength: Exclude<Strength, "noise">;
  /** The module that it is about, as the log names it: a name or a file. Absent when no line names one. */
  readonly module?: string;
  readonly seen: Seen;
  /** In the order of the log, at most {@link MOST_LINES}: what names the defect, and what followed from it. */
  readonly lines: readonly QuotedLine[];
  /** How many lines belong to it; more than `lines` holds where they repeat. */
  readonly count: number;
  /** Checks of `kofit check` that predict these lines. */
  readonly checks: readonly CheckId[];
}
export const MOST_LINES = 8;

/** Lines that stand in many logs and cause nothing. */
export interface LogNoise {
  readonly symptom: SymptomId;
  readonly signature: string;
  readonly line: QuotedLine;
  readonly count: number;
}

/** What a log says of the machine that wrote it. */
export interface LogSurroundings {
  /** `uname -r` of the kernel that the log is about. Absent when no line tells. */
  readonly release?: string;
  /** Name and version of a module that DKMS built. */
  readonly dkms?: string;
}

/** A log, read. Plain data. */
export interface LogExplanation {
  /** Lines that were read. */
  readonly lines: number;
  readonly surroundings: LogSurroundings;
  /** The best explanation first; what follows from another stands behind it. */
  readonly causes: readonly LogCause[];
  readonly noise: readonly LogNoise[];
  /** Causes that were not kept: a log of thousands of modules. */
  readonly left: number;
}
