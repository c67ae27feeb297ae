import type { Definition, Expression, KconfigRules, Place } from "../model/kconfig-rules.ts";

/** A line `select` or `imply`, seen from the symbol that it names. */
export interface ReverseLine {
  /** The symbol whose entry has the line. */
  readonly by: string;
  readonly definition: Definition;
  readonly when?: Expression;
  readonly where: Place;
}

/** Who selects and who implies a symbol. */
export interface Reverse {
  readonly selects: ReadonlyMap<string, readonly ReverseLine[]>;
  readonly implies: ReadonlyMap<string, readonly ReverseLine[]>;
}

const kept = new WeakMap<KconfigRules, Reverse>();

/** The selects and implies of all symbols, turned round; `rev_dep` and `implied` of menu_finalize() in scripts/kconfig/menu.c. */
export function reverseOf(rules: KconfigRules): Reverse {
  let reverse = kept.get(rules);
  if (!reverse)
    kept.set(rules, (reverse = { selects: turned(rules, "selects"), implies: turned(rules, "implies") }));
  return reverse;
}

function turned({ symbols }: KconfigRules, kind: "selects" | "implies"): Map<string, ReverseLine[]> {
  const found = new Map<string, ReverseLine[]>();
  const add = (name: string, line: ReverseLine): void => {
    const lines = found.get(name);
    if (lines) lines.push(line);
    else found.set(name, [line]);
  };
  for (const { name: by, definitions } of symbols.values()) {
    for (const definition of definitions) {
      for (const { value, when, where } of definition[kind]) {
        add(value, { by, definition, where, ...(when && { when }) });
      }
    }
  }
  return found;
}
