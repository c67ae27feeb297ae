import type { Expression, KconfigRules, Operand } from "../model/kconfig-rules.ts";

/** An operand as Kconfig has it; a probe as `$(shell,…)` with its command expanded. */
export function spellOperand(operand: Operand, rules: KconfigRules): string {
  if (operand.kind === "symbol") return operand.name;
  if (operand.kind === "constant")
    return /^[ymn]$/.test(operand.value) ? operand.value : `"${operand.value}"`;
  return operand.parts.map((part) => (typeof part === "number" ? spellProbe(part, rules) : part)).join("");
}

/** `$(shell,COMMAND)` or `$(VARIABLE)`. */
export function spellProbe(index: number, { probes }: KconfigRules): string {
  const probe = probes[index];
  if (!probe) return "$()";
  return probe.kind === "command" ? `$(shell,${probe.text})` : `$(${probe.text})`;
}

/** An expression as Kconfig has it, with no more parentheses than it needs. */
export function spell(expression: Expression, rules: KconfigRules): string {
  if (expression.op === "value") return spellOperand(expression.operand, rules);
  if (expression.op === "compare") {
    const { test, left, right } = expression;
    return `${spellOperand(left, rules)} ${test} ${spellOperand(right, rules)}`;
  }
  const inner = (of: Expression, loose: readonly Expression["op"][]): string =>
    loose.includes(of.op) ? `(${spell(of, rules)})` : spell(of, rules);
  if (expression.op === "not") return `!${inner(expression.of, ["and", "or", "compare"])}`;
  return expression.op === "and"
    ? expression.of.map((part) => inner(part, ["or"])).join(" && ")
    : expression.of.map((part) => inner(part, [])).join(" || ");
}
