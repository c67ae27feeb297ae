import type { Explanation } from "../analyse/define-check.ts";
import type { CheckId } from "../analyse/verdict.ts";
import type { Language, Text } from "../model/fact.ts";

/** How much a line says about why something failed, most first. */
export const strengths = [
  /** Names what is wrong. */
  "defect",
  /** A program's words for an errno, which many defects share. */
  "errno",
  /** Goes before a defect and breaks nothing by itself. */
  "sign",
  /** Says that something failed whose reason stands elsewhere. */
  "result",
  /** Follows from any failure: make's `Error 2`, a package that stays half configured. */
  "aftermath",
  /** Stands beside most failures, and in most logs without one. */
  "noise",
] as const;
export type Strength = (typeof strengths)[number];

/** What a signature may take out of a line. */
export type Capture =
  /** A module's name, or its file. */
  | "module"
  | "symbol"
  /** `uname -r` of the kernel that the line is about. */
  | "release"
  /** What was found, or given. */
  | "found"
  /** What was wanted instead. */
  | "wanted"
  /** Another module, or `kernel`: who owns an export, who depends on whom. */
  | "owner"
  | "namespace"
  | "file"
  /** A program that is missing, or does not run here. */
  | "tool"
  /** An option of a compiler, of the configuration, of a module. */
  | "option"
  | "number";

/** The shape of one line. */
export interface Signature {
  /** Kebab-case, of its own within the symptom. */
  readonly id: string;
  /** Stands, or one of them does, in every line that the pattern matches, unchanged: only lines with a needle are looked at. */
  readonly needle: string | readonly string[];
  /** Matched against the message, without time and host. Its named groups are captures. */
  readonly pattern: RegExp;
  /** Where it differs from the symptom's. */
  readonly strength?: Strength;
  /** The checks of `kofit check` that predict this line. */
  readonly checks?: readonly CheckId[];
  /** A line as it may be found; the catalogue's test looks for it. */
  readonly example: string;
  /** Counts only where its release is another than the one that DKMS builds for. */
  readonly otherThanDkms?: true;
  /** What this line says, where the symptom's texts do not: of noise, why it may be passed over. */
  readonly says?: Text;
}

/** What a log told about one symptom. */
export interface Seen {
  /** The first of each capture. */
  readonly first: Readonly<Partial<Record<Capture, string>>>;
  /** Symbols that the lines name, in their order, at most {@link MOST_SYMBOLS}. */
  readonly symbols: readonly string[];
  /** Ids of the signatures that were found. */
  readonly signatures: readonly string[];
  /** `uname -r` of the kernel that it is about: the line's own, else the log's. */
  readonly release?: string;
}
export const MOST_SYMBOLS = 12;

/** What to run to know more than the log tells. */
export type NextStep =
  /** `kofit check`: needs the module's file. */
  | "check"
  /** `kofit preflight`: the headers that it is built with. */
  | "preflight"
  /** `kofit why CONFIG_DEBUG_INFO_BTF_MODULES` on the headers. */
  | "why-btf"
  /** `kofit repair`: brings these headers back in step; shows what it would do before it does. */
  | "repair"
  /** `kofit recipe headers`: how to get them on this system. */
  | "recipe-headers"
  /** `kofit dkms`: the state of its tree. */
  | "dkms";

/** A class of failure, by the lines that it leaves in logs. */
export interface Symptom {
  /** Kebab-case, equal to the file's name, never reused. */
  readonly id: string;
  readonly title: Text;
  readonly strength: Strength;
  /** When it shows: at the load of a module, while one is built, or while packages and trees are kept. */
  readonly during: "load" | "build" | "upkeep";
  readonly signatures: readonly Signature[];
  /** Symptoms whose match on the same line does not count where this one matches, too: this one is the more special. */
  readonly insteadOf?: readonly string[];
  /** Symptoms that follow from this one where a log has both. */
  readonly explains?: readonly string[];
  readonly next: readonly NextStep[];
  readonly explain: Readonly<Record<Language, (seen: Seen) => Explanation>>;
}

/** Only checks types. */
export function defineSymptom(symptom: Symptom): Symptom {
  return symptom;
}
