import type { Fact, Language, Text } from "@kofit/core";
import type { Side } from "./side.ts";

/** How much is told, and in which language. */
export interface How {
  readonly language: Language;
  /** Entries of one list; more are counted. */
  readonly limit: number;
}

/** One line of a section. Backticks mark code. */
export interface Line {
  readonly text: string;
  /** `-` what A has, `+` what B has, `~` what both have and differs; absent for a sentence. */
  readonly mark?: "-" | "+" | "~";
  /** Whether it belongs to the line before; absent when not. */
  readonly isDetail?: true;
}

/** Why something of one side is not known, and what makes it known. */
export interface UnknownOn {
  readonly side: "A" | "B";
  readonly why: Text;
  readonly remedy: Text;
}

/** What became of one subject. */
export type Outcome =
  | { readonly state: "same" }
  | { readonly state: "unknown"; readonly unknown: readonly UnknownOn[] }
  | {
      readonly state: "differs";
      /** As JSON has it. */
      readonly data: object;
      lines(how: How): readonly Line[];
    };

/** One subject in which two kernels are compared. */
export interface Section {
  /** Kebab-case; in JSON the key. */
  readonly id: string;
  readonly title: Text;
  compare(a: Side, b: Side): Outcome;
}

/**
 * Compares two facts; where one is not known, the outcome is unknown, never the same.
 *
 * @param differ what of them differs; `undefined` when nothing does.
 */
export function compareFacts<T>(
  a: Fact<T>,
  b: Fact<T>,
  differ: (a: T, b: T) => Extract<Outcome, { state: "differs" }> | undefined,
): Outcome {
  if (!a.known || !b.known)
    return { state: "unknown", unknown: [...unknownOn("A", a), ...unknownOn("B", b)] };
  return differ(a.value, b.value) ?? { state: "same" };
}

const unknownOn = <T>(side: "A" | "B", fact: Fact<T>): readonly UnknownOn[] =>
  fact.known ? [] : [{ side, why: fact.why, remedy: fact.remedy }];

/** The lines of a list, and how many more there are. */
export function limited<T>(
  all: readonly T[],
  { limit, language }: How,
  lines: (one: T) => readonly Line[],
): readonly Line[] {
  const more = all.length - limit;
  const shown = more > 0 ? all.slice(0, limit) : all;
  return [
    ...shown.flatMap(lines),
    ...(more > 0 ? [{ text: words.more[language](more), isDetail: true as const }] : []),
  ];
}

/** A list under its heading; nothing, where it is empty. */
export const headed = <T>(
  heading: string,
  all: readonly T[],
  how: How,
  lines: (one: T) => readonly Line[],
): readonly Line[] => (all.length === 0 ? [] : [{ text: heading }, ...limited(all, how, lines)]);

/** A name as code. */
export const code = (name: string): string => `\`${name}\``;

const words = {
  more: {
    en: (count: number) => `… and ${count} more; --all lists them`,
    zh: (count: number) => `……另有 ${count} 项；--all 列出全部`,
  },
} as const;
