import type { KconfigSymbol, Operand, SymbolType } from "../model/kconfig-rules.ts";
import type { Evaluator } from "./evaluator.ts";
import { textsOf } from "./expressions.ts";
import { parseNumber } from "./numbers.ts";
import { isSet } from "./possible.ts";

/**
 * `text`, or the bound that it is beyond: sym_validate_range() in scripts/kconfig/symbol.c. `undefined` when it is not
 * known which range counts.
 */
export function inRange(
  text: string,
  { symbol, type }: { readonly symbol: KconfigSymbol; readonly type: SymbolType },
  world: Evaluator,
): string | undefined {
  if (type !== "int" && type !== "hex") return text;
  const base = type === "int" ? 10 : 16;
  for (const definition of symbol.definitions) {
    for (const { value, when } of definition.ranges) {
      const met = isSet(world.conditions.when(definition, when));
      if (met === undefined) return undefined;
      if (met) return bounded(text, value, base, world);
    }
  }
  return text;
}

function bounded(
  text: string,
  [low, high]: readonly [Operand, Operand],
  base: 10 | 16,
  world: Evaluator,
): string | undefined {
  const number = parseNumber(text, base) ?? 0n;
  const lowest = boundOf(low, base, world);
  const highest = boundOf(high, base, world);
  if (!lowest || !highest) return undefined;
  if (number < lowest.number) return lowest.text;
  return number > highest.number ? highest.text : text;
}

function boundOf(
  operand: Operand,
  base: 10 | 16,
  world: Evaluator,
): { readonly text: string; readonly number: bigint } | undefined {
  const [text, ...more] = textsOf(operand, world) ?? [];
  return text === undefined || more.length > 0 ? undefined : { text, number: parseNumber(text, base) ?? 0n };
}
