import type { Condition, Definition, Expression, Scope } from "../model/kconfig-rules.ts";
import { evaluate, type World } from "./expressions.ts";
import { and, N, type Possible, Y } from "./possible.ts";

/** How the members of a `choice` depend on it, and which is chosen. */
export type ChoiceRule =
  /** Since 6.11: the member that the configuration answered last; the choice itself is no symbol. */
  | "priority"
  /** Before: the choice is a symbol, of which members are the answer. */
  | "answer";

/** What conditions are evaluated in. */
export interface ConditionWorld extends World {
  readonly choiceRule: ChoiceRule;
  /** The value of a choice, by its index. */
  choiceOf(index: number): Possible;
}

/** Evaluates the conditions of entries: those of their blocks, and their own. menu_finalize() in scripts/kconfig/menu.c. */
export interface Conditions {
  /** What `depends on` and the blocks around an entry come to. */
  dependencies(of: Pick<Definition, "scope" | "depends">): Possible;
  /** The same and the `if` of one of its lines. */
  when(of: Pick<Definition, "scope" | "depends">, when: Expression | undefined): Possible;
  /** `visible if` of the menus around it. */
  shown(scope: Scope | undefined): Possible;
}

export function conditionsIn(world: ConditionWorld): Conditions {
  const scopes = new Map<Scope, Possible>();

  const all = (conditions: readonly Condition[]): Possible => {
    let value: Possible = Y;
    for (const { expression } of conditions) {
      value = and(value, evaluate(expression, world, true));
      if (value === N) break;
    }
    return value;
  };

  function inside(scope: Scope | undefined): Possible {
    if (!scope) return Y;
    const before = scopes.get(scope);
    if (before !== undefined) return before;
    // With the older rule the choice stands for all that it depends on.
    const value =
      scope.choice !== undefined && world.choiceRule === "answer"
        ? world.choiceOf(scope.choice)
        : and(inside(scope.parent), all(scope.depends));
    scopes.set(scope, value);
    return value;
  }

  const dependencies: Conditions["dependencies"] = ({ scope, depends }) => {
    const outer = inside(scope);
    return outer === N ? N : and(outer, all(depends));
  };
  return {
    dependencies,
    when(of, when) {
      const value = dependencies(of);
      return value === N || !when ? value : and(value, evaluate(when, world, true));
    },
    shown(scope) {
      let value: Possible = Y;
      for (let at = scope; at; at = at.parent) value = and(value, all(at.visible));
      return value;
    },
  };
}
