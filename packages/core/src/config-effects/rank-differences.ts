import { type ConfigEffect, type EffectKind, effectKinds } from "./effect.ts";
import { effectsOf, type Seen } from "./effects-of.ts";

/** A difference of two configurations, and what it does to modules. */
export interface RankedDifference<T> {
  readonly difference: T;
  /** The gravest first; at least one. */
  readonly effects: readonly ConfigEffect[];
}

/** Differences by what they do to modules. */
export interface RankedDifferences<T> {
  /** The gravest kind first, each difference with its gravest; a kind that has none is not there. */
  readonly groups: readonly {
    readonly kind: EffectKind;
    readonly differences: readonly RankedDifference<T>[];
  }[];
  /** What does nothing to modules that is known. */
  readonly rest: readonly T[];
}

/** Orders the differences of two configurations by what each does to modules, so that a few lines stand for hundreds. */
export function rankDifferences<T extends { readonly symbol: string }>(
  differences: readonly T[],
  seen: Seen = {},
): RankedDifferences<T> {
  const byKind = new Map<EffectKind, RankedDifference<T>[]>(effectKinds.map((kind) => [kind, []]));
  const rest: T[] = [];
  for (const difference of differences) {
    const effects = effectsOf(difference.symbol, seen);
    const [gravest] = effects;
    if (gravest) byKind.get(gravest.kind)?.push({ difference, effects });
    else rest.push(difference);
  }
  const groups = Array.from(byKind, ([kind, differences]) => ({ kind, differences }));
  return { groups: groups.filter(({ differences }) => differences.length > 0), rest };
}
