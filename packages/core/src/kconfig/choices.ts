import type { Choice, KconfigSymbol, SymbolType } from "../model/kconfig-rules.ts";
import type { Evaluator } from "./evaluator.ts";
import { and, fromText, isSet, M, N, or, type Possible, Y } from "./possible.ts";
import type { UserValues } from "./user-values.ts";

/** What a choice makes of one of its members. */
export interface Answer {
  readonly value: Possible;
}

/** The answers of all choices. */
export interface ChoiceAnswers {
  /** The value of the choice itself. */
  value(index: number): Possible;
  /** The visibility of a member, where the choice decides it in a way of its own; `undefined` otherwise. */
  visibility(symbol: KconfigSymbol, type: SymbolType): Possible | undefined;
  /** The value of a symbol as a member; `undefined` when it is none, or its choice does not decide it. */
  answer(symbol: KconfigSymbol): Answer | undefined;
}

/** Name of the member that is chosen; `"none"` and `"unknown"` are no names of symbols. */
type Chosen = { readonly kind: "member"; readonly name: string } | { readonly kind: "none" | "unknown" };

export function choiceAnswers(world: Evaluator, user: UserValues): ChoiceAnswers {
  return new Choices(world, user);
}

class Choices implements ChoiceAnswers {
  readonly #world: Evaluator;
  readonly #user: UserValues;
  readonly #choiceOf = new Map<string, number>();
  readonly #values = new Map<number, Possible>();
  readonly #chosen = new Map<number, Chosen>();

  constructor(world: Evaluator, user: UserValues) {
    this.#world = world;
    this.#user = user;
    for (const [index, { members }] of world.rules.choices.entries()) {
      for (const name of members) if (!this.#choiceOf.has(name)) this.#choiceOf.set(name, index);
    }
  }

  value(index: number): Possible {
    const before = this.#values.get(index);
    if (before !== undefined) return before;
    this.#values.set(index, N);
    const choice = this.#world.rules.choices[index];
    const result = choice ? this.#valueOf(choice) : N;
    this.#values.set(index, result);
    return result;
  }

  visibility(symbol: KconfigSymbol, type: SymbolType): Possible | undefined {
    const index = this.#choiceOf.get(symbol.name);
    const choice = this.#world.rules.choices[index ?? -1];
    if (index === undefined || !choice || this.#world.choiceRule === "priority") return undefined;
    const visible = this.#world.visibility(symbol, type);
    const of = this.value(index);
    if (this.#typeOf(choice) !== "tristate") return visible;
    // A member that is no tristate needs the choice at `y`; one that could be `m` only is hidden by it.
    if (type !== "tristate") return of === Y ? visible : N;
    return visible === M && of === Y ? N : visible;
  }

  answer(symbol: KconfigSymbol): Answer | undefined {
    const index = this.#choiceOf.get(symbol.name);
    if (index === undefined) return undefined;
    const seen = this.#visible(symbol.name);
    if (this.#world.choiceRule === "answer") {
      if (seen !== Y && isSet(seen) !== undefined) return undefined;
      if (!(this.value(index) & Y)) return { value: N };
    }
    if (seen === N) return { value: N };
    const picked = this.#choose(index);
    if (picked.kind === "unknown" || isSet(seen) === undefined) return { value: N | Y };
    return { value: picked.kind === "member" && picked.name === symbol.name ? Y : N };
  }

  /** The choice as a symbol, in kernels up to 6.10: sym_calc_value() and the end of menu_finalize() there. */
  #valueOf(choice: Choice): Possible {
    const world = this.#world;
    const type = this.#typeOf(choice);
    let prompted: Possible = N;
    for (const { when } of choice.prompts) {
      const seen = and(world.conditions.when(choice, when), world.conditions.shown(choice.scope));
      prompted = or(prompted, seen);
    }
    let asked: Possible = N;
    for (const name of choice.members) asked = or(asked, fromText(this.#user.get(name) ?? "") ?? N);
    const answered = and(asked, world.asType(type, prompted));
    const least = choice.optional ? N : world.asType(type, and(prompted, M));
    return world.asType(type, or(answered, least));
  }

  #typeOf({ type, members }: Choice): SymbolType {
    if (type) return type;
    for (const name of members) {
      const found = this.#world.rules.symbols.get(name)?.type;
      if (found) return found;
    }
    return "bool";
  }

  #visible(name: string): Possible {
    const symbol = this.#world.rules.symbols.get(name);
    if (!symbol?.type) return N;
    return this.visibility(symbol, symbol.type) ?? this.#world.visibility(symbol, symbol.type);
  }

  #choose(index: number): Chosen {
    const before = this.#chosen.get(index);
    if (before) return before;
    this.#chosen.set(index, { kind: "none" });
    const choice = this.#world.rules.choices[index];
    const picked: Chosen = choice ? this.#pick(choice) : { kind: "none" };
    this.#chosen.set(index, picked);
    return picked;
  }

  #pick(choice: Choice): Chosen {
    const priority = this.#world.choiceRule === "priority";
    const seen = new Map(choice.members.map((name) => [name, isSet(this.#visible(name))]));
    // Members that the configuration answers with `y`, the last line first: sym_calc_choice(). Before 6.11 it knew one.
    const all = [...this.#user].filter(([name, value]) => seen.has(name) && value === "y").toReversed();
    for (const [name] of priority ? all : all.slice(0, 1)) {
      const known = seen.get(name);
      if (known === undefined) return { kind: "unknown" };
      if (known) return { kind: "member", name };
    }
    if ([...seen.values()].includes(undefined)) return { kind: "unknown" };
    const shown = new Set([...seen].filter(([, known]) => known).map(([name]) => name));
    const usual = this.#defaultOf(choice, shown);
    return priority ? this.#unanswered(choice, shown, usual) : usual;
  }

  /** sym_choice_default(). */
  #defaultOf(choice: Choice, seen: ReadonlySet<string>): Chosen {
    for (const { value: name, when } of choice.defaults) {
      if (!seen.has(name)) continue;
      const met = isSet(this.#world.conditions.when(choice, when));
      if (met === undefined) return { kind: "unknown" };
      if (met) return { kind: "member", name };
    }
    return memberOr(choice.members.find((name) => seen.has(name)));
  }

  /** The rest of sym_calc_choice() since 6.11: an answer `n` counts, too, and the last line most. */
  #unanswered(choice: Choice, seen: ReadonlySet<string>, usual: Chosen): Chosen {
    if (usual.kind === "unknown") return usual;
    if (usual.kind === "member" && this.#user.get(usual.name) !== "n") return usual;
    const unasked = choice.members.find((name) => seen.has(name) && !this.#user.has(name));
    return memberOr(unasked ?? [...this.#user.keys()].find((name) => seen.has(name)));
  }
}

function memberOr(name: string | undefined): Chosen {
  return name === undefined ? { kind: "none" } : { kind: "member", name };
}
