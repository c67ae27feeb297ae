import type {
  Definition,
  Expression,
  KconfigRules,
  KconfigSymbol,
  SymbolType,
} from "../model/kconfig-rules.ts";
import { type Answer, choiceAnswers, type ChoiceAnswers } from "./choices.ts";
import { type ChoiceRule, type Conditions, conditionsIn, type ConditionWorld } from "./conditions.ts";
import { evaluate, type ProbeValues, textsOf } from "./expressions.ts";
import { inRange } from "./in-range.ts";
import { and, ANY, either, fromText, isSet, N, or, type Possible, withoutM, Y } from "./possible.ts";
import { type Reverse, reverseOf } from "./reverse.ts";
import type { UserValues } from "./user-values.ts";
import { initialText, isTristate, plainValue, type SymbolValue } from "./value.ts";

/** What values are computed from. */
export interface EvaluatorInput {
  readonly rules: KconfigRules;
  readonly user: UserValues;
  readonly probes: ProbeValues;
  readonly choiceRule: ChoiceRule;
  /**
   * What a symbol is when another one asks for it, where that was seen in a configuration; without, it is computed, too.
   */
  readonly observed?: (name: string) => SymbolValue | undefined;
}

/**
 * Symbols that wait for each other's value, at most: the kernel's need 130. The value of one that is deeper is not
 * known; it protects the stack.
 */
const MAX_DEPTH = 400;

/** Computes values of symbols as sym_calc_value() in scripts/kconfig/symbol.c does; each once. */
export class Evaluator implements ConditionWorld {
  readonly rules: KconfigRules;
  readonly probes: ProbeValues;
  readonly choiceRule: ChoiceRule;
  readonly conditions: Conditions;
  readonly user: UserValues;
  readonly #observed: EvaluatorInput["observed"];
  readonly #reverse: Reverse;
  readonly #values = new Map<string, SymbolValue>();
  readonly #choices: ChoiceAnswers;
  #modular = false;
  #depth = 0;

  constructor({ rules, user, probes, choiceRule, observed }: EvaluatorInput) {
    this.rules = rules;
    this.user = user;
    this.probes = probes;
    this.choiceRule = choiceRule;
    this.#observed = observed;
    this.#reverse = reverseOf(rules);
    this.conditions = conditionsIn(this);
    this.#choices = choiceAnswers(this, user);
    // conf_read() in scripts/kconfig/confdata.c: it is computed before all others, and without modules.
    if (rules.modules !== undefined) this.#modular = this.valueOf(rules.modules).tristate !== N;
  }

  modular(): boolean {
    return this.#modular;
  }

  choiceOf(index: number): Possible {
    return this.#choices.value(index);
  }

  /** The value of the symbol `name`; a name that no file defines has itself as its text. */
  valueOf(name: string): SymbolValue {
    const before = this.#values.get(name);
    if (before) return before;
    const value = this.#observed?.(name) ?? this.#deeper(name);
    this.#values.set(name, value);
    return value;
  }

  /** Whether the value of `name` was seen, and is not computed. */
  isObserved(name: string): boolean {
    return this.#observed?.(name) !== undefined;
  }

  #deeper(name: string): SymbolValue {
    if (this.#depth >= MAX_DEPTH)
      return plainValue(this.rules.symbols.get(name)?.type, ANY, undefined, undefined);
    this.#depth += 1;
    try {
      return this.compute(name);
    } finally {
      this.#depth -= 1;
    }
  }

  /** The value by the rules of `name`, whatever was observed of it. */
  compute(name: string): SymbolValue {
    const symbol = this.rules.symbols.get(name);
    const type = symbol?.type;
    // What is asked for while it is computed is what nothing has set: so Kconfig ends a circle.
    const initial = type ? plainValue(type, N, initialText(type)) : plainValue(type, N, name);
    if (!symbol || !type) return initial;
    this.#values.set(name, initial);
    const frame = { symbol, type, ...this.#standing(symbol, type) };
    const value = isTristate(type) ? this.#tristate(frame) : this.#text(frame);
    if (this.#observed) this.#values.delete(name);
    return symbol.transitional ? { ...value, written: false } : value;
  }

  /** sym_get_type(): a tristate is a bool where there are no modules. */
  asType(type: SymbolType, value: Possible): Possible {
    return type === "tristate" && this.#modular ? value : withoutM(value);
  }

  /** Whether the prompt of one of `definitions` is seen: sym_calc_visibility(). */
  visibility({ definitions, transitional }: KconfigSymbol, type: SymbolType): Possible {
    if (transitional) return Y;
    let visible: Possible = N;
    for (const definition of definitions) {
      for (const { when } of definition.prompts) {
        const seen = and(this.conditions.when(definition, when), this.conditions.shown(definition.scope));
        visible = or(visible, seen);
      }
    }
    return this.asType(type, visible);
  }

  #standing(symbol: KconfigSymbol, type: SymbolType): Standing {
    const selects = this.#reverse.selects.get(symbol.name) ?? [];
    const implies = this.#reverse.implies.get(symbol.name) ?? [];
    const weigh = (list: typeof selects): Possible => {
      let value: Possible = N;
      for (const { by, definition, when } of list) {
        const asked = this.conditions.when(definition, when);
        if (asked !== N) value = or(value, and(this.valueOf(by).tristate, asked));
        if (value === Y) break;
      }
      return this.asType(type, value);
    };
    return {
      visible: this.#choices.visibility(symbol, type) ?? this.visibility(symbol, type),
      dependencies: this.asType(type, this.#dependencies(symbol)),
      selected: weigh(selects),
      implied: weigh(implies),
    };
  }

  /** `dir_dep`: of several entries one is enough; one without conditions does not count beside others that have some. */
  #dependencies({ definitions }: KconfigSymbol): Possible {
    const bound = definitions.filter((definition) => isBound(definition));
    if (bound.length === 0) return Y;
    let value: Possible = N;
    for (const definition of bound) value = or(value, this.conditions.dependencies(definition));
    return value;
  }

  #tristate(frame: Frame): SymbolValue {
    const { symbol, type, visible, selected, dependencies } = frame;
    const answer = this.#choices.answer(symbol);
    if (answer) return { ...frameValue(frame), ...memberValue(answer) };
    const user = fromText(this.user.get(symbol.name) ?? "");
    let value: Possible = 0;
    let written = isSet(visible);
    if (user !== undefined && visible !== N) value |= and(user, visible & ~N);
    if (user === undefined || visible & N) {
      const otherwise = this.#unasked(frame);
      value |= otherwise;
      written = either(written, isSet(selected), isSet(frame.implied), isSet(otherwise));
    }
    value = this.asType(type, or(value, selected));
    return { type, tristate: value, written, visible, dependencies, selected };
  }

  /** The first default whose condition is met, and what others imply. */
  #unasked({ symbol, implied, dependencies }: Frame): Possible {
    let value: Possible = 0;
    let open = true;
    for (const { condition, expression } of this.defaultsOf(symbol)) {
      if (condition === N) continue;
      value |= and(evaluate(expression, this, false), condition & ~N);
      open = (condition & N) !== 0;
      if (!open) break;
    }
    if (open) value |= N;
    let result: Possible = implied & N ? value : 0;
    if (implied !== N) result |= and(or(value, implied & ~N), dependencies);
    return result;
  }

  /** Defaults in the order in which they are tried, with what their conditions come to. */
  *defaultsOf({ definitions }: KconfigSymbol): Generator<DefaultTried> {
    for (const definition of definitions) {
      for (const { value, when } of definition.defaults) {
        yield { definition, expression: value, condition: this.conditions.when(definition, when) };
      }
    }
  }

  #text(frame: Frame): SymbolValue {
    const { symbol, type, visible } = frame;
    const user = this.user.get(symbol.name);
    const seen = isSet(visible);
    const texts = new Set<string | undefined>();
    let written = seen;
    if (user !== undefined && seen !== false) texts.add(user);
    if (user === undefined || seen !== true) {
      const otherwise = this.#textUnasked(symbol, type);
      for (const text of otherwise.texts) texts.add(text);
      written = either(written, otherwise.written);
    }
    const [only] = texts;
    const text = texts.size === 1 && only !== undefined ? inRange(only, frame, this) : undefined;
    return { ...frameValue(frame), text, written };
  }

  #textUnasked(
    symbol: KconfigSymbol,
    type: SymbolType,
  ): { readonly texts: ReadonlySet<string | undefined>; readonly written: boolean | undefined } {
    const texts = new Set<string | undefined>();
    let written: boolean | undefined = false;
    for (const { expression, condition } of this.defaultsOf(symbol)) {
      const met = isSet(condition);
      if (met === false) continue;
      const [text, ...more] =
        expression.op === "value" ? (textsOf(expression.operand, this) ?? []) : [initialText(type)];
      texts.add(more.length > 0 ? undefined : text);
      written = either(written, met);
      if (met) return { texts, written };
    }
    return { texts: texts.add(initialText(type)), written };
  }
}

/** A default and whether it is taken when it is the first. */
interface DefaultTried {
  readonly definition: Definition;
  readonly expression: Expression;
  readonly condition: Possible;
}

/** What the surroundings of a symbol come to, before its value. */
export interface Standing {
  readonly visible: Possible;
  readonly dependencies: Possible;
  readonly selected: Possible;
  readonly implied: Possible;
}

interface Frame extends Standing {
  readonly symbol: KconfigSymbol;
  readonly type: SymbolType;
}

function frameValue({ type, visible, dependencies, selected }: Frame): SymbolValue {
  return { type, tristate: N, written: isSet(visible), visible, dependencies, selected };
}

const memberValue = ({ value }: Answer): Pick<SymbolValue, "tristate"> => ({ tristate: value });

function isBound({ depends, scope }: Definition): boolean {
  if (depends.length > 0) return true;
  for (let at = scope; at; at = at.parent) if (at.depends.length > 0) return true;
  return false;
}
