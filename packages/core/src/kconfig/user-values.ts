import type { Config } from "../model/config.ts";
import type { KconfigRules, SymbolType } from "../model/kconfig-rules.ts";

/** What a configuration says of each symbol that the rules know; in the order of the last line of each. */
export type UserValues = ReadonlyMap<string, string>;

const LINE = /^(?:CONFIG_(\w+)=(.*)|# CONFIG_(\w+) is not set)$/gm;

/**
 * The values of `config` as conf_read_simple() in scripts/kconfig/confdata.c takes them: a value that does not fit the
 * symbol's type is passed over, the last line of a symbol counts.
 */
export function userValues(config: Config, rules: KconfigRules): UserValues {
  const values = new Map<string, string>();
  for (const [, set, value = "", unset] of config.text.matchAll(LINE)) {
    const name = set ?? unset ?? "";
    const type = rules.symbols.get(name)?.type;
    const taken = type && valueFor(type, unset === undefined ? value : "n");
    if (taken === undefined) continue;
    values.delete(name);
    values.set(name, taken);
  }
  return values;
}

/** Whether `config` tells apart what is not set and what has no prompt: a `.config` does, `auto.conf` does not. */
export function tellsUnset(config: Config): boolean {
  return /^# CONFIG_\w+ is not set$/m.test(config.text);
}

/** conf_set_sym_val() and sym_string_valid(); `undefined` when the symbol does not take it. */
function valueFor(type: SymbolType, value: string): string | undefined {
  if (type === "string") {
    const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(value)?.[1];
    return quoted?.replaceAll(/\\(.)/g, "$1");
  }
  return TAKEN[type].exec(value)?.[0];
}

const TAKEN: Readonly<Record<Exclude<SymbolType, "string">, RegExp>> = {
  bool: /^[yn]/,
  tristate: /^[ymn]/,
  int: /^-?(?:0|[1-9]\d*)$/,
  hex: /^(?:0[xX])?[\dA-Fa-f]+$/,
};
