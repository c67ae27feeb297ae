import type { Expression, KconfigRules, Operand, Template } from "../model/kconfig-rules.ts";
import { holds } from "./numbers.ts";
import { and, ANY, fromText, M, N, not, only, or, type Possible, Y } from "./possible.ts";
import { isTristate, type SymbolValue, textOf } from "./value.ts";

/** The values of probes that are known, by their index in the rules: outputs of commands, variables. */
export type ProbeValues = ReadonlyMap<number, string>;

/** What expressions are evaluated in. */
export interface World {
  readonly rules: KconfigRules;
  readonly probes: ProbeValues;
  /** The value of a symbol that is defined. */
  valueOf(name: string): SymbolValue;
  /** Whether there are modules: without, `m` in a condition is `n`. */
  modular(): boolean;
}

/** Texts that an operand is compared as are enumerated up to here: of 3 values each, two operands have 9 pairs. */
const MAX_TEXTS = 8;

/**
 * The value of `expression`: __expr_calc_value() in scripts/kconfig/expr.c.
 *
 * @param condition it is a condition, and no value of a `default`: there `m` counts as `m && MODULES`, rewrite_m() in
 *   scripts/kconfig/menu.c.
 */
export function evaluate(expression: Expression, world: World, condition: boolean): Possible {
  if (expression.op === "compare") return compare(expression, world);
  if (expression.op === "not") return not(evaluate(expression.of, world, condition));
  if (expression.op === "value") {
    const without = condition && isModule(expression.operand) && !world.modular();
    return without ? N : tristateOf(expression.operand, world);
  }
  const all = expression.op === "and";
  let value: Possible = all ? Y : N;
  for (const part of expression.of) {
    const next = evaluate(part, world, condition);
    value = all ? and(value, next) : or(value, next);
    if (value === (all ? N : Y)) break;
  }
  return value;
}

const isModule = (operand: Operand): boolean => operand.kind === "constant" && operand.value === "m";

function compare(
  { test, left, right }: Extract<Expression, { readonly op: "compare" }>,
  world: World,
): Possible {
  const lefts = textsOf(left, world);
  const rights = textsOf(right, world);
  if (!lefts || !rights) return N | Y;
  let result: Possible = 0;
  for (const a of lefts) {
    for (const b of rights) {
      const compared = holds(
        test,
        { text: a, type: typeOf(left, world) },
        { text: b, type: typeOf(right, world) },
      );
      result |= compared ? Y : N;
    }
  }
  return result;
}

function typeOf(operand: Operand, { rules }: World): SymbolValue["type"] {
  return operand.kind === "symbol" ? rules.symbols.get(operand.name)?.type : undefined;
}

/** What an operand may be, as a bool or tristate. */
function tristateOf(operand: Operand, world: World): Possible {
  if (operand.kind === "constant") return fromText(operand.value) ?? N;
  if (operand.kind === "symbol") {
    return world.rules.symbols.has(operand.name) ? world.valueOf(operand.name).tristate : N;
  }
  const texts = templateTexts(operand.parts, world);
  if (!texts) return ANY;
  let value: Possible = 0;
  for (const text of texts) value |= expandedValue(text, world);
  return value;
}

/** A text that a macro left, as the word of an expression. */
function expandedValue(text: string, world: World): Possible {
  return fromText(text) ?? (world.rules.symbols.has(text) ? world.valueOf(text).tristate : N);
}

/** All texts that the operand may be; `undefined` when it may be any. */
export function textsOf(operand: Operand, world: World): readonly string[] | undefined {
  if (operand.kind === "constant") return [operand.value];
  if (operand.kind === "template") return templateTexts(operand.parts, world);
  if (!world.rules.symbols.has(operand.name)) return [operand.name];
  const value = world.valueOf(operand.name);
  if (isTristate(value.type))
    return [N, M, Y].filter((bit) => value.tristate & bit).map((bit) => only(bit) ?? "n");
  const text = textOf(value);
  return text === undefined ? undefined : [text];
}

function templateTexts(parts: Template, { rules, probes }: World): readonly string[] | undefined {
  let texts: readonly string[] = [""];
  for (const part of parts) {
    const known = typeof part === "number" ? probes.get(part) : part;
    const outcomes =
      known === undefined && typeof part === "number" ? rules.probes[part]?.outcomes : [known ?? ""];
    if (!outcomes || texts.length * outcomes.length > MAX_TEXTS) return undefined;
    texts = texts.flatMap((text) => outcomes.map((outcome) => text + outcome));
  }
  return texts;
}
