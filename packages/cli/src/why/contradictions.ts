import { type Config, configValue, type Configuration } from "@kofit/core";

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
  [first, ...others]: readonly Configuration[],
  symbol: string,
): readonly Contradiction[] {
  if (!first) return [];
  return others.flatMap(({ path, config }) => {
    const symbols = [...symbolsOf(first.config, config)].filter(
      (name) => !same(configValue(first.config, name), configValue(config, name)),
    );
    if (symbols.length === 0) return [];
    const differs = symbols.includes(symbol);
    return [
      {
        path,
        symbols: differs ? [symbol, ...symbols.filter((name) => name !== symbol)] : symbols,
        ...(differs && { value: configValue(config, symbol) ?? "n" }),
      },
    ];
  });
}

/**
 * autoconf.h writes `y` as 1, and so does not tell it from the number; auto.conf and autoconf.h do not have what is not
 * set; and autoconf.h puts `0x` before a hexadecimal number without.
 */
function same(a: string | undefined, b: string | undefined): boolean {
  return (a ?? "n") === (b ?? "n") || (a === "1" && b === "y") || (a !== undefined && b === `0x${a}`);
}

function symbolsOf(...configs: readonly Config[]): ReadonlySet<string> {
  const names = configs.flatMap((config) =>
    [...config.text.matchAll(/^(CONFIG_\w+)=/gm)]
      .map(([, name = ""]) => name)
      // autoconf.h says CONFIG_X_MODULE where the others say CONFIG_X=m.
      .filter(
        (name) => !name.endsWith("_MODULE") || configValue(config, name.slice(0, -"_MODULE".length)) !== "m",
      ),
  );
  return new Set(names);
}
