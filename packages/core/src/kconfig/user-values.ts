import type { Config } from "../model/config.ts";
import type { KconfigRules, SymbolType } from "../model/kconfig-rules.ts";
import { isTristate } from "./value.ts";

/** What a configuration says of each symbol that the rules know; in the order of the last line of each. */
export type UserValues = ReadonlyMap<string, string>;

const LINE = /^(?:CONFIG_(\w+)=(.*)|# CONFIG_(\w+) is not set)$/gm;

/**
 * The values of `config` as conf_read_simple() in scripts/kconfig/confdata.c takes them: a value that does not fit the
 * symbol's type is passed over, the last line of a symbol counts.
 */
export function userValues(config: Config, rules: KconfigRules): UserValues {
  return valuesBy(valueFor, config, rules);
}

/**
 * The values of what Kconfig writes for make and the compiler, `auto.conf` and `autoconf.h`: conf_write_autoconf() in
 * scripts/kconfig/confdata.c. They have no line of a symbol that is `n`, auto.conf writes strings as they are (since Linux
 * kernel commit 129ab0d2d9f3 in v5.17), and in autoconf.h a number 1 cannot be told from `y`.
 */
export function generatedValues(config: Config, rules: KconfigRules): UserValues {
  const values = valuesBy(generatedValueFor, config, rules);
  for (const { name, type } of rules.symbols.values()) {
    if (isTristate(type) && !values.has(name)) values.set(name, "n");
  }
  return values;
}

function valuesBy(read: typeof valueFor, config: Config, rules: KconfigRules): Map<string, string> {
  const values = new Map<string, string>();
  for (const [, set, value = "", unset] of config.text.matchAll(LINE)) {
    const name = set ?? unset ?? "";
    const type = rules.symbols.get(name)?.type;
    const taken = type && read(type, unset === undefined ? value : "n");
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

function generatedValueFor(type: SymbolType, value: string): string | undefined {
  if (type === "string") return valueFor(type, value) ?? value;
  return valueFor(type, value === "y" && !isTristate(type) ? "1" : value);
}

const TAKEN: Readonly<Record<Exclude<SymbolType, "string">, RegExp>> = {
  bool: /^[yn]/,
  tristate: /^[ymn]/,
  int: /^-?(?:0|[1-9]\d*)$/,
  hex: /^(?:0[xX])?[\dA-Fa-f]+$/,
};
