import type { Config } from "../model/config.ts";
import type { KconfigRules, KconfigSymbol, SymbolType } from "../model/kconfig-rules.ts";
import { Evaluator, type EvaluatorInput } from "./evaluator.ts";
import { observedIn } from "./observed.ts";
import { agrees } from "./solve-probes.ts";

/** Whether something was not read that may have rules for any symbol: a file that is missing, a line not understood. */
export const mayBeElsewhere = ({ problems }: KconfigRules): boolean => problems.length > 0;

const LINE = /^(?:CONFIG_(\w+)=(.*)|# CONFIG_(\w+) is not set)$/gm;

/** The rules of half a tree, and the symbols that only the configuration knows: without an entry, and of a type that fits. */
export function withElsewhere(rules: KconfigRules, { text }: Config): KconfigRules {
  const symbols = new Map<string, KconfigSymbol>(rules.symbols);
  for (const [, set, value = "n", unset = ""] of text.matchAll(LINE)) {
    const name = set ?? unset;
    if (!rules.symbols.get(name)?.type) {
      symbols.set(name, { name, type: typeFor(value), definitions: [], transitional: false });
    }
  }
  return { ...rules, symbols };
}

function typeFor(value: string): SymbolType {
  if (/^[ymn]$/.test(value)) return "tristate";
  if (value.startsWith('"')) return "string";
  return value.startsWith("0x") ? "hex" : "int";
}

/**
 * The symbols whose value is not what the rules that were read make of it, all others being as the configuration says:
 * rules that were not read must. They are taken as the configuration has them.
 */
export function decidedElsewhere(input: EvaluatorInput): ReadonlySet<string> {
  const observed = observedIn(input.rules, input.user);
  const world = new Evaluator({ ...input, observed });
  return new Set(
    [...input.rules.symbols.keys()].filter((name) => {
      const seen = observed(name);
      return seen !== undefined && !agrees(world.compute(name), seen);
    }),
  );
}
