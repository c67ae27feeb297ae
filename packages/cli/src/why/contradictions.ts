import { type Configuration, contradictionsAmong } from "@kofit/core";

/** A configuration of a build directory that does not say what the first one does. */
export interface Contradiction {
  readonly path: string;
  /** `CONFIG_X` of those with another value, that of the question first. */
  readonly symbols: readonly string[];
  /** The value of the symbol that was asked for there, where it is another one; `undefined` for the same. */
  readonly value?: string;
}

/** What the other configurations of a build directory have that the first one has not. They are written by one run of Kconfig. */
export function contradictions(
  configurations: readonly Configuration[],
  symbol: string,
): readonly Contradiction[] {
  const [first, ...others] = configurations;
  if (!first) return [];
  const all = contradictionsAmong(configurations);
  return others.flatMap((other) => {
    const differing = all.filter((one) => one[other.reader] !== one[first.reader]);
    if (differing.length === 0) return [];
    const asked = differing.find((one) => one.symbol === symbol);
    const symbols = differing.map((one) => one.symbol).filter((name) => name !== symbol);
    return [
      {
        path: other.path,
        symbols: asked ? [symbol, ...symbols] : symbols,
        ...(asked && { value: asked[other.reader] ?? "n" }),
      },
    ];
  });
}
