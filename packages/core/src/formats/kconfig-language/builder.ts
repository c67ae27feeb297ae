import type {
  Choice,
  Condition,
  Definition,
  KconfigRules,
  KconfigSymbol,
  Place,
  Scope,
  SymbolType,
} from "../../model/kconfig-rules.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** A symbol while its files are read. */
interface OpenSymbol {
  readonly name: string;
  type: SymbolType | undefined;
  readonly definitions: Definition[];
  transitional: boolean;
}

export type OpenChoice = Mutable<Choice>;
export type OpenDefinition = Mutable<Definition>;

/** What the lines after it belong to. */
export type Entry =
  | { readonly kind: "config"; readonly symbol: OpenSymbol; readonly definition: OpenDefinition }
  | { readonly kind: "choice"; readonly choice: OpenChoice }
  | { readonly kind: "menu"; readonly depends: Condition[]; readonly visible: Condition[] }
  | { readonly kind: "comment" };

/** Puts the entries of all files together. */
export interface Builder {
  config(name: string, where: Place, scope: Scope | undefined): Entry;
  choice(where: Place, scope: Scope | undefined): { readonly entry: Entry; readonly index: number };
  setType(symbol: OpenSymbol, type: SymbolType): void;
  setModules(symbol: OpenSymbol): void;
  rules(): Pick<KconfigRules, "symbols" | "choices" | "modules">;
}

export function builder(): Builder {
  const symbols = new Map<string, OpenSymbol>();
  const choices: OpenChoice[] = [];
  let modules: string | undefined;

  return {
    config(name, where, scope) {
      let symbol = symbols.get(name);
      if (!symbol) {
        symbol = { name, type: undefined, definitions: [], transitional: false };
        symbols.set(name, symbol);
      }
      const definition: OpenDefinition = {
        where,
        depends: [],
        prompts: [],
        defaults: [],
        selects: [],
        implies: [],
        ranges: [],
        ...(scope && { scope }),
      };
      symbol.definitions.push(definition);
      const choice = choices[choiceAround(scope) ?? -1];
      if (choice && !choice.members.includes(name)) choice.members.push(name);
      return { kind: "config", symbol, definition };
    },
    choice(where, scope) {
      const choice: OpenChoice = {
        where,
        optional: false,
        depends: [],
        prompts: [],
        defaults: [],
        members: [],
        ...(scope && { scope }),
      };
      choices.push(choice);
      return { entry: { kind: "choice", choice }, index: choices.length - 1 };
    },
    // menu_set_type() in scripts/kconfig/menu.c: the first one counts.
    setType(symbol, type) {
      symbol.type ??= type;
    },
    setModules({ name }) {
      modules ??= name;
    },
    rules: () => ({
      symbols: new Map([...symbols].map(([name, symbol]) => [name, finished(symbol)])),
      choices,
      ...(modules !== undefined && { modules }),
    }),
  };
}

function finished({ name, type, definitions, transitional }: OpenSymbol): KconfigSymbol {
  return { name, definitions, transitional, ...(type && { type }) };
}

/** sym_get_choice_menu() in scripts/kconfig/symbol.c: the choice around it, with nothing but `if` between. */
export function choiceAround(scope: Scope | undefined): number | undefined {
  let at = scope;
  while (at?.kind === "if") at = at.parent;
  return at?.choice;
}
