import type { Condition, Expression, Operand, Place } from "../model/kconfig-rules.ts";
import { evaluate, type World } from "./expressions.ts";
import { only } from "./possible.ts";

/** A part of an expression that makes it what it is, and can be asked why in turn. */
export interface Cause {
  /** A comparison or a single operand, with the `!` before it. */
  readonly expression: Expression;
  /** What it stands in, up to the next `&&`: of `A && (B || C)`, `B || C` for `C`. */
  readonly part: Expression;
  readonly where: Place;
  /** Symbols in it; one that no file defines is among them. */
  readonly symbols: readonly string[];
  /** Probes in it. */
  readonly probes: readonly number[];
}

/**
 * The parts of a condition that make it what it is. Of `A && B` that is `n`, each that is `n`: any of them would do. Of
 * one that is `y`, all.
 */
export function causesOf(
  { expression, where }: Condition,
  world: World,
  condition: boolean,
): readonly Cause[] {
  if (expression.op === "and") {
    const value = only(evaluate(expression, world, condition));
    return expression.of
      .filter((part) => only(evaluate(part, world, condition)) === value)
      .flatMap((part) => causesOf({ expression: part, where }, world, condition));
  }
  return [...partsOf(expression, world, condition)].map((leaf) => ({
    expression: leaf,
    part: expression,
    where,
    ...asked(leaf),
  }));
}

function* partsOf(expression: Expression, world: World, condition: boolean): Generator<Expression> {
  if (expression.op === "value" || expression.op === "compare") yield expression;
  else if (expression.op === "not") {
    const inner = expression.of;
    if (inner.op === "value" || inner.op === "compare" || inner.op === "not") yield expression;
    else yield* partsOf(inner, world, condition);
  } else {
    const value = only(evaluate(expression, world, condition));
    for (const part of expression.of) {
      const mine = only(evaluate(part, world, condition));
      // Where the whole is not known, what is not known is the cause.
      if (mine === value) yield* partsOf(part, world, condition);
    }
  }
}

/** What stands for itself in a comparison: Kconfig reads it as a name that nothing defines. */
const NUMBER = /^(?:-?\d+|0[xX][\dA-Fa-f]+)$/;

function asked(expression: Expression): Pick<Cause, "symbols" | "probes"> {
  const operands = leaves(expression);
  return {
    symbols: operands.flatMap((operand) =>
      operand.kind === "symbol" && !NUMBER.test(operand.name) ? [operand.name] : [],
    ),
    probes: operands.flatMap((operand) =>
      operand.kind === "template" ? operand.parts.filter((part) => typeof part === "number") : [],
    ),
  };
}

function leaves(expression: Expression): readonly Operand[] {
  if (expression.op === "value") return [expression.operand];
  if (expression.op === "compare") return [expression.left, expression.right];
  return expression.op === "not" ? leaves(expression.of) : [];
}
