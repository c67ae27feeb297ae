import type {
  Condition,
  Definition,
  Expression,
  KconfigSymbol,
  Place,
  SymbolType,
} from "../model/kconfig-rules.ts";
import { type Cause, causesOf } from "./causes-of.ts";
import type { Evaluator } from "./evaluator.ts";
import { evaluate } from "./expressions.ts";
import { and, isSet, M, N, only, Y } from "./possible.ts";
import { conditionsAround } from "./probes-in.ts";
import { reverseOf, type ReverseLine } from "./reverse.ts";
import { isTristate, type SymbolValue } from "./value.ts";

/** Why a symbol has its value. */
export type Reason =
  /** Its prompt is seen, and the configuration says so. */
  | { readonly kind: "asked"; readonly where: Place; readonly prompt: string }
  /** Another one selects or implies it. */
  | { readonly kind: "selected" | "implied"; readonly by: string; readonly where: Place }
  /** A default, the first whose condition is met; `causes` make its value, or its condition. */
  | {
      readonly kind: "default";
      readonly where: Place;
      readonly expression: Expression;
      readonly causes: readonly Cause[];
    }
  /** What it depends on is not met; or is `m`, and so it cannot be `y`. Any of `causes` would do. */
  | { readonly kind: "dependency"; readonly where: Place; readonly causes: readonly Cause[] }
  /** It has a default, and the condition of that is not met. */
  | { readonly kind: "default-unmet"; readonly where: Place; readonly causes: readonly Cause[] }
  /** Nobody is asked, nothing selects it, and it has no default. */
  | { readonly kind: "nothing-sets-it"; readonly where: Place; readonly selectors: readonly string[] }
  /** Of a choice another member is `y`, or this one. */
  | { readonly kind: "choice"; readonly where: Place; readonly chosen?: string }
  /** The rules that were read do not make it what it is: others must, that were not read. */
  | { readonly kind: "elsewhere"; readonly where: Place }
  /** No file defines it. */
  | { readonly kind: "undefined" }
  /** It depends on what is not known. */
  | { readonly kind: "unknown"; readonly where: Place; readonly causes: readonly Cause[] };

/** Why the symbol `name` is what `world` computes; of several reasons the one that decides. */
export function reasonFor(name: string, world: Evaluator): Reason {
  const symbol = world.rules.symbols.get(name);
  const [first] = symbol?.definitions ?? [];
  if (!symbol?.type || !first) return { kind: "undefined" };
  if (world.isObserved(name)) return { kind: "elsewhere", where: first.where };
  const value = world.valueOf(name);
  const known = isTristate(symbol.type) ? only(value.tristate) : value.text;
  if (known === undefined) return { kind: "unknown", where: first.where, causes: openCauses(symbol, world) };
  const frame = { symbol, first, value, world };
  if (!isTristate(symbol.type)) return asked(frame) ?? setByDefault(frame) ?? nothing(frame);
  return known === "n" ? whyNot(frame) : whySet(frame, known === "m");
}

interface Frame {
  readonly symbol: KconfigSymbol;
  readonly first: Definition;
  readonly value: SymbolValue;
  readonly world: Evaluator;
}

function whySet(frame: Frame, isModule: boolean): Reason {
  const { value, world, symbol } = frame;
  const limited = isModule && value.visible === M && world.user.get(symbol.name) === "y";
  return (
    // Who selects it as `m` does not make it `y`.
    (value.selected === value.tristate ? reverse(frame, "selects") : undefined) ??
    (limited ? unmet(frame, "m") : undefined) ??
    choice(frame) ??
    asked(frame) ??
    setByDefault(frame) ??
    reverse(frame, "implies") ??
    nothing(frame)
  );
}

function whyNot(frame: Frame): Reason {
  const { value, world, symbol, first } = frame;
  if (value.visible === N) {
    return unmet(frame, "n") ?? setByDefault(frame) ?? defaultUnmet(frame) ?? nothing(frame);
  }
  // Whether anybody was asked is not known, and it is `n` either way.
  if (isSet(value.visible) === undefined && !world.user.has(symbol.name)) {
    return { kind: "unknown", where: first.where, causes: openCauses(symbol, world) };
  }
  return choice(frame) ?? asked(frame) ?? setByDefault(frame) ?? nothing(frame);
}

function asked({ symbol, value, world }: Frame): Reason | undefined {
  if (value.visible === N || !world.user.has(symbol.name)) return undefined;
  for (const definition of symbol.definitions) {
    for (const prompt of definition.prompts) {
      if (world.conditions.when(definition, prompt.when) !== N) {
        return { kind: "asked", where: prompt.where, prompt: prompt.value };
      }
    }
  }
  return undefined;
}

function choice({ symbol, value, world }: Frame): Reason | undefined {
  const around = world.rules.choices.find(({ members }) => members.includes(symbol.name));
  if (!around || value.visible === N) return undefined;
  const chosen = around.members.find((name) => world.valueOf(name).tristate === Y);
  // The answer of the configuration is the user's, whatever the choice's default would be.
  if (chosen === symbol.name && world.user.get(chosen) === "y") return undefined;
  return { kind: "choice", where: around.where, ...(chosen !== undefined && { chosen }) };
}

/** The line that makes the symbol what it is; where none does alone, the first that counts. */
function reverse({ symbol, value, world }: Frame, kind: "selects" | "implies"): Reason | undefined {
  let found: ReverseLine | undefined;
  for (const line of reverseOf(world.rules)[kind].get(symbol.name) ?? []) {
    const asks = and(world.valueOf(line.by).tristate, world.conditions.when(line.definition, line.when));
    if (asks === N) continue;
    found ??= line;
    if (world.asType(symbol.type ?? "bool", asks) !== value.tristate) continue;
    found = line;
    break;
  }
  return found && { kind: kind === "selects" ? "selected" : "implied", by: found.by, where: found.where };
}

function setByDefault({ symbol, world }: Frame): Reason | undefined {
  for (const definition of symbol.definitions) {
    for (const { value: expression, when, where } of definition.defaults) {
      if (isSet(world.conditions.when(definition, when)) !== true) continue;
      const own = causesOf({ expression, where }, world, false);
      const telling = own.filter(({ symbols, probes }) => symbols.length > 0 || probes.length > 0);
      const conditions = [...(when ? [{ expression: when, where }] : []), ...conditionsAround(definition)];
      // `default y if A`: what is behind it is the condition.
      const causes =
        telling.length > 0 ? telling : conditions.flatMap((each) => [...causesOf(each, world, true)]);
      return { kind: "default", where, expression, causes };
    }
  }
  return undefined;
}

/** The conditions around the entries, and of their prompts, that are no more than `at`. */
function unmet({ symbol, world }: Frame, at: "n" | "m"): Reason | undefined {
  const causes: Cause[] = [];
  for (const definition of symbol.definitions) {
    const failing = [...conditionsOf(definition)].filter(
      ({ expression }) => only(evaluate(expression, world, true)) === at,
    );
    if (failing.length === 0) return undefined;
    causes.push(...failing.flatMap((condition) => causesOf(condition, world, true)));
  }
  const [first] = causes;
  return first && { kind: "dependency", where: first.where, causes };
}

function* conditionsOf(definition: Definition): Generator<Condition> {
  yield* conditionsAround(definition);
  // Where a default or a select could still set it, the prompt's own condition is not what it depends on.
  if (definition.defaults.length > 0) return;
  const [prompt, ...more] = definition.prompts;
  if (prompt?.when && more.length === 0) yield { expression: prompt.when, where: prompt.where };
  if (!prompt) return;
  for (let at = definition.scope; at; at = at.parent) yield* at.visible;
}

function defaultUnmet({ symbol, world }: Frame): Reason | undefined {
  for (const { defaults } of symbol.definitions) {
    for (const { when, where } of defaults) {
      if (when)
        return { kind: "default-unmet", where, causes: causesOf({ expression: when, where }, world, true) };
    }
  }
  return undefined;
}

function nothing({ symbol, first, world }: Frame): Reason {
  const lines = reverseOf(world.rules).selects.get(symbol.name) ?? [];
  return { kind: "nothing-sets-it", where: first.where, selectors: [...new Set(lines.map(({ by }) => by))] };
}

function openCauses(symbol: KconfigSymbol, world: Evaluator): readonly Cause[] {
  const conditions = symbol.definitions.flatMap((definition) => [
    ...conditionsOf(definition),
    ...definition.defaults.flatMap(({ value, when, where }) => [
      { expression: value, where },
      ...(when ? [{ expression: when, where }] : []),
    ]),
  ]);
  return conditions
    .filter(({ expression }) => isOpen(expression, world, symbol.type))
    .flatMap((condition) => causesOf(condition, world, true));
}

function isOpen(expression: Expression, world: Evaluator, type: SymbolType | undefined): boolean {
  if (only(evaluate(expression, world, true)) === undefined) return true;
  return !isTristate(type) && expression.op === "value" && expression.operand.kind === "template";
}
