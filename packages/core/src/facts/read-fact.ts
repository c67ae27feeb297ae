import { FormatError } from "../io/format-error.ts";
import { type Fact, sameInAll, type Text, type Unknown, unknown } from "../model/fact.ts";
import type { Artifacts } from "../sources/define-source.ts";

/** One way to know a fact; `undefined` when the artifact that it needs is not there. */
export type Way<T> = (artifacts: Artifacts) => Promise<Fact<T> | undefined>;

/**
 * Tries the ways in order of authority. Damage in one artifact does not hide the others; it is told when no other
 * way knows the fact.
 */
export async function readFact<T>(
  artifacts: Artifacts,
  ways: readonly Way<T>[],
  otherwise: Unknown,
): Promise<Fact<T>> {
  const reasons: Text[] = [];
  for (const way of ways) {
    const fact = await attempt(way(artifacts), otherwise.remedy);
    if (fact?.known) return fact;
    if (fact) reasons.push(fact.why);
  }
  if (reasons.length === 0) return otherwise;
  const join = (language: keyof Text): string => reasons.map((reason) => reason[language]).join("; ");
  return unknown({ en: join("en"), zh: join("zh") }, otherwise.remedy);
}

/** The fact, or that it is unknown because what it is read from is damaged. */
export async function attempt<T>(
  fact: Promise<Fact<T> | undefined>,
  remedy: Text,
): Promise<Fact<T> | undefined> {
  return fact.catch((error: unknown) => unknownBy(error, remedy));
}

/** The one place where damage becomes an unknown fact; what is no {@link FormatError} is our bug and is thrown on. */
export function unknownBy(error: unknown, remedy: Text): Unknown {
  if (error instanceof FormatError) return unknown(sameInAll(error.message), remedy);
  throw error;
}
