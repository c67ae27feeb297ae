/** A line of a Kconfig file. */
export interface Place {
  /** Relative to the kernel's source: `"lib/Kconfig.debug"`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** `n`, `m`, `y` as 0, 1, 2: scripts/kconfig/expr.h, `enum tristate`. */
export type Tristate = 0 | 1 | 2;

export type SymbolType = "bool" | "tristate" | "int" | "hex" | "string";

/**
 * Something outside the Kconfig files that decides a value: the output of a program that Kconfig runs while it reads
 * (`$(shell,…)`, scripts/kconfig/preprocess.c), or a variable of the environment. kofit runs nothing: the value is told,
 * solved from a configuration, or not known.
 */
export interface Probe {
  readonly kind: "command" | "environment";
  /** The command for sh after expansion, or the name of the variable. What is itself not known stays `$(…)`. */
  readonly text: string;
  /** The same with each unknown part of `parts` between markers; equal for two probes exactly when they are the same. */
  readonly id: string;
  /** Where it stood first. */
  readonly where: Place;
  /** All outputs that the command can have, where its text says so (`… && echo "y" || echo "n"`); absent otherwise. */
  readonly outcomes?: readonly string[];
}

/** A text with probes in it: strings, and indices into {@link KconfigRules.probes}. */
export type Template = readonly (string | number)[];

export type Operand =
  /** A name; one that is defined nowhere stands for itself, as a constant. */
  | { readonly kind: "symbol"; readonly name: string }
  | { readonly kind: "constant"; readonly value: string }
  | { readonly kind: "template"; readonly parts: Template };

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** A condition or value, scripts/kconfig/expr.h. */
export type Expression =
  | { readonly op: "value"; readonly operand: Operand }
  | { readonly op: "not"; readonly of: Expression }
  | { readonly op: "and" | "or"; readonly of: readonly Expression[] }
  | {
      readonly op: "compare";
      readonly test: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    };

/** An expression and the line that it stands in. */
export interface Condition {
  readonly expression: Expression;
  readonly where: Place;
}

/** A block that its entries depend on: `if`, `menu`, `choice`. */
export interface Scope {
  readonly kind: "if" | "menu" | "choice";
  readonly where: Place;
  readonly depends: readonly Condition[];
  /** `visible if` of a menu: it hides prompts and changes nothing else. */
  readonly visible: readonly Condition[];
  readonly parent?: Scope;
  /** Index into {@link KconfigRules.choices}; absent unless it is a choice. */
  readonly choice?: number;
}

/** `prompt`, `default`, `select`, `imply`, `range`: a line of an entry, with its own `if`. */
export interface Property<T> {
  readonly value: T;
  readonly where: Place;
  readonly when?: Expression;
}

/** One `config` entry; a symbol may have several. */
export interface Definition {
  readonly where: Place;
  readonly scope?: Scope;
  readonly depends: readonly Condition[];
  readonly prompts: readonly Property<string>[];
  readonly defaults: readonly Property<Expression>[];
  readonly selects: readonly Property<string>[];
  readonly implies: readonly Property<string>[];
  readonly ranges: readonly Property<readonly [low: Operand, high: Operand]>[];
}

export interface KconfigSymbol {
  /** Without `CONFIG_`. */
  readonly name: string;
  /** The first type that an entry gives; absent when none does. */
  readonly type?: SymbolType;
  readonly definitions: readonly Definition[];
  /** `transitional`: read from an old configuration for other defaults, never written. */
  readonly transitional: boolean;
}

/** A `choice` block: of its members one is `y`. */
export interface Choice {
  readonly where: Place;
  /** Absent when it says none: its first member's counts. */
  readonly type?: "bool" | "tristate";
  /** May be left without an answer (`optional`, kernels up to 6.10). */
  readonly optional: boolean;
  readonly scope?: Scope;
  readonly depends: readonly Condition[];
  readonly prompts: readonly Property<string>[];
  readonly defaults: readonly Property<string>[];
  /** Names, in the order in which they stand; each once. */
  readonly members: readonly string[];
}

/** What was not read as it stands there: a file that is missing, a line that is no Kconfig. The rest counts. */
export interface KconfigProblem {
  readonly kind: "missing-file" | "unknown-file" | "unread" | "syntax" | "recursion" | "limit";
  readonly where: Place;
  /** The file, or the words that were not understood. */
  readonly what: string;
}

/** What a tree of Kconfig files says: every symbol with its rules, nothing evaluated. */
export interface KconfigRules {
  readonly symbols: ReadonlyMap<string, KconfigSymbol>;
  readonly choices: readonly Choice[];
  readonly probes: readonly Probe[];
  /** The symbol with `modules`; absent when none has it, and then nothing can be `m`. */
  readonly modules?: string;
  readonly files: readonly string[];
  readonly problems: readonly KconfigProblem[];
}
