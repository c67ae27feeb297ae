import {
  type Config,
  kconfigWorld,
  configValue,
  type Evaluator,
  explainSymbol,
  type KernelRules,
  kconfigText,
  type Link,
} from "@kofit/core";

/** A symbol in one configuration. */
export interface Seen {
  /** As the configuration has it: `"n"` for a bool or tristate without a line; `undefined` for any other without. */
  readonly value: string | undefined;
}

/** A symbol in one configuration, with the rules behind it. */
export interface Explained extends Seen {
  readonly world: Evaluator;
  readonly chain: readonly Link[];
  /** What the rules make of it; `undefined` when that depends on what is not known, or no rule is about it. */
  readonly computed: string | undefined;
}

/** Whether `config` has a line about `symbol`, be it that it is not set. */
export function hasLine(config: Config, symbol: string): boolean {
  return configValue(config, symbol) !== undefined || config.text.includes(`\n# ${symbol} is not set\n`);
}

/** The value of `symbol` (`CONFIG_X`) in `config`. Without rules nobody knows its type, and none is `n`. */
export function seen(symbol: string, config: Config): Seen {
  return { value: configValue(config, symbol) ?? "n" };
}

/** Why `symbol` has its value in `config`. */
export function explained(symbol: string, config: Config, rules: KernelRules): Explained {
  const world = kconfigWorld(rules, config);
  const name = symbol.replace(/^CONFIG_/, "");
  const type = rules.rules.symbols.get(name)?.type;
  const otherwise = type === "bool" || type === "tristate" || type === undefined ? "n" : undefined;
  const told = configValue(config, symbol);
  // autoconf.h does not tell a number 1 from `y`; the type does.
  const isNumber = type === "int" || type === "hex";
  return {
    value: (isNumber && told === "y" ? world.user.get(name) : told) ?? otherwise,
    world,
    chain: explainSymbol(name, world),
    computed: type && kconfigText(world.valueOf(name)),
  };
}

/** Where two configurations part: the last link of a chain whose symbol or probe is not the same in the other one. */
export interface Parting {
  readonly link: Link;
  readonly here: string | undefined;
  readonly there: string | undefined;
}

/**
 * The first cause that differs, seen from the probe: of `mine.chain` the last link that has another value in `other`.
 * `undefined` when none differs.
 */
export function parting(mine: Explained, other: Explained): Parting | undefined {
  for (const link of mine.chain.toReversed()) {
    const here = link.kind === "probe" ? link.answer : link.value;
    const there =
      link.kind === "probe"
        ? other.world.probes.get(link.probe)
        : kconfigText(other.world.valueOf(link.name));
    if (here !== undefined && there !== undefined && here !== there) return { link, here, there };
  }
  return undefined;
}
