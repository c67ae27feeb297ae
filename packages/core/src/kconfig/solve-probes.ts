import type { KconfigRules, KconfigSymbol, Template } from "../model/kconfig-rules.ts";
import type { ChoiceRule } from "./conditions.ts";
import { Evaluator } from "./evaluator.ts";
import type { ProbeValues } from "./expressions.ts";
import { observedIn } from "./observed.ts";
import { comparisonsIn, templatesOf } from "./probes-in.ts";
import type { UserValues } from "./user-values.ts";
import { isTristate, type SymbolValue, textOf } from "./value.ts";

/** A configuration that Kconfig wrote, and what is known of its probes beforehand. */
export interface SolveInput {
  readonly rules: KconfigRules;
  readonly user: UserValues;
  /** Whether lines `# CONFIG_X is not set` are in it. */
  readonly tellsUnset: boolean;
  readonly choiceRule: ChoiceRule;
  readonly known?: ProbeValues;
}

/** Rounds of solving: what one symbol tells of a probe may make another one's tell of the next. */
const MAX_ROUNDS = 8;

/**
 * What the probes must have answered when a configuration was written. Each symbol that a probe stands in is computed
 * with each of its possible answers, all other symbols being what the configuration says; where only one gives what is
 * there, it was that. `CONFIG_CC_HAS_X=y` is the answer of the compiler.
 */
export function solveProbes(input: SolveInput): Map<number, string> {
  const probes = new Map(input.known);
  const asking = [...input.rules.symbols.values()]
    .map((symbol) => ({ symbol, templates: [...templatesOf(symbol)] }))
    .filter(({ templates }) => templates.length > 0);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = probes.size;
    for (const { symbol, templates } of asking) {
      for (const template of templates) solveOne(input, symbol, template, probes);
    }
    if (probes.size === before) break;
  }
  return probes;
}

function solveOne(
  input: SolveInput,
  symbol: KconfigSymbol,
  template: Template,
  probes: Map<number, string>,
): void {
  const open = template.filter((part) => typeof part === "number" && !probes.has(part));
  const [index] = open;
  if (typeof index !== "number" || open.some((other) => other !== index)) return;
  const outcomes = input.rules.probes[index]?.outcomes;
  const fitting = (answers: readonly string[]): readonly string[] =>
    answers.filter((answer) => fits(input, symbol, new Map(probes).set(index, answer)));
  if (outcomes) {
    const [only, ...more] = fitting(outcomes);
    if (only !== undefined && more.length === 0) probes.set(index, only);
    return;
  }
  const [constant, ...others] = fitting([...comparedWith(symbol, index), OTHER]);
  if (constant !== undefined && constant !== OTHER && others.length === 0) {
    probes.set(index, constant);
    return;
  }
  const answer = seenThrough(template, input.user.get(symbol.name), probes);
  // Any answer fits a symbol that another rule decides: then this one says nothing.
  if (answer !== undefined && fitting([answer, `${answer}0`]).join() === answer) probes.set(index, answer);
}

/** An answer that no line of Kconfig expects. */
const OTHER = "\0";

/** The constants that the entries of `symbol` compare the probe with. */
function comparedWith({ definitions }: KconfigSymbol, index: number): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { test, left, right } of definitions.flatMap((definition) => [...comparisonsIn(definition)])) {
    const isProbe = left.kind === "template" && left.parts.length === 1 && left.parts[0] === index;
    if (isProbe && right.kind === "constant" && (test === "=" || test === "!=")) found.add(right.value);
  }
  return found;
}

/** What stands in `value` where the one probe of `template` does that is not known. */
function seenThrough(template: Template, value: string | undefined, probes: ProbeValues): string | undefined {
  const texts = template.map((part) => (typeof part === "number" ? probes.get(part) : part));
  const at = texts.indexOf(undefined);
  if (value === undefined || texts.lastIndexOf(undefined) !== at) return undefined;
  const before = texts.slice(0, at).join("");
  const after = texts.slice(at + 1).join("");
  const fits =
    value.length >= before.length + after.length && value.startsWith(before) && value.endsWith(after);
  return fits ? value.slice(before.length, value.length - after.length) : undefined;
}

function fits(
  { rules, user, choiceRule, tellsUnset }: SolveInput,
  { name }: KconfigSymbol,
  probes: ProbeValues,
): boolean {
  const observed = observedIn(rules, user);
  const seen = observed(name);
  if (!seen) return true;
  const computed = new Evaluator({ rules, user, probes, choiceRule, observed }).compute(name);
  if (tellsUnset && computed.written !== undefined && computed.written !== seen.written) return false;
  return agrees(computed, seen);
}

/** Whether a computed value may be the one that was seen. */
export function agrees(computed: SymbolValue, seen: SymbolValue): boolean {
  if (isTristate(computed.type)) return (computed.tristate & seen.tristate) !== 0;
  const text = textOf(computed);
  return text === undefined || text === textOf(seen);
}
