import { type Configuration, configurationFiles, contradictionsIn } from "@kofit/core";

/** A configuration of a build directory that does not say what the first one does. */
export interface Contradiction {
  readonly path: string;
  /** `CONFIG_X` of those with another value, that of the question first. */
  readonly symbols: readonly string[];
  /** The value of the symbol that was asked for there, where it is another one; `undefined` for the same. */
  readonly value?: string;
}

const keys = ["config", "forMake", "forCompiler"] as const;
const keyOf = ({ path }: Configuration): (typeof keys)[number] =>
  keys.find((key) => configurationFiles[key] === path) ?? "config";

/** What the other configurations of a build directory have that the first one has not. They are written by one run of Kconfig. */
export function contradictions(
  configurations: readonly Configuration[],
  symbol: string,
): readonly Contradiction[] {
  const [first, ...others] = configurations;
  if (!first) return [];
  const all = contradictionsIn(Object.fromEntries(configurations.map((one) => [keyOf(one), one.text])));
  return others.flatMap((other) => {
    const differing = all.filter((one) => one[keyOf(other)] !== one[keyOf(first)]);
    if (differing.length === 0) return [];
    const asked = differing.find((one) => one.symbol === symbol);
    const symbols = differing.map((one) => one.symbol).filter((name) => name !== symbol);
    return [
      {
        path: other.path,
        symbols: asked ? [symbol, ...symbols] : symbols,
        ...(asked && { value: asked[keyOf(other)] ?? "n" }),
      },
    ];
  });
}
