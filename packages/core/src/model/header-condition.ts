/**
 * What `#if` asks, as plain data: an expression of the preprocessor over macros. Its value is a number; 0 is false.
 * C11, 6.10.1; IS_ENABLED() and its like are of include/linux/kconfig.h.
 */
export type Condition =
  | { readonly kind: "number"; readonly value: number }
  /** `defined(NAME)`. */
  | { readonly kind: "defined"; readonly macro: string }
  /** The macro's value: 0 where it is not defined. */
  | { readonly kind: "value"; readonly macro: string }
  /** IS_ENABLED() and its like of one option. */
  | { readonly kind: OptionTest; readonly option: string }
  | { readonly kind: "not"; readonly of: Condition }
  | { readonly kind: "all" | "any"; readonly of: readonly Condition[] }
  | {
      readonly kind: "operation";
      readonly operator: Operator;
      readonly left: Condition;
      readonly right: Condition;
    }
  /** What is not evaluated here, as it stands in the header: macros with arguments, `__has_attribute(x)`. */
  | { readonly kind: "opaque"; readonly text: string };

/** `"enabled"`: y or m; `"reachable"`: y, or m where a module asks. */
export type OptionTest = "enabled" | "builtin" | "module" | "reachable";

export type Operator =
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "<<"
  | ">>"
  | "&"
  | "|"
  | "^";

/** What is told of a macro. */
export type MacroValue =
  /** It is not defined. */
  | "undefined"
  /** It is defined, as something that is no number. */
  | "defined"
  | number;

/** What is known of macros by name; `undefined` for one of which nothing is known. */
export type Macros = (name: string) => MacroValue | undefined;

/** What always holds: what stands outside of every `#if`. */
export const always: Condition = { kind: "number", value: 1 };

/** The value of a condition; `undefined` where it depends on what is not known. */
export function evaluated(condition: Condition, macros: Macros): number | undefined {
  switch (condition.kind) {
    case "number":
      return condition.value;
    case "defined":
      return definedness(macros(condition.macro));
    case "value":
      return valueOf(macros(condition.macro));
    case "enabled":
    case "builtin":
    case "module":
    case "reachable":
      return optionTest(condition.kind, condition.option, macros);
    case "not":
      return negated(evaluated(condition.of, macros));
    case "all":
      return together(condition.of, macros, 0);
    case "any":
      return together(condition.of, macros, 1);
    case "operation":
      return operation(condition, macros);
    case "opaque":
      return undefined;
    default:
      return condition satisfies never;
  }
}

const definedness = (value: MacroValue | undefined): number | undefined =>
  value === undefined ? undefined : Number(value !== "undefined");

/** A name that is not defined is 0: C11, 6.10.1. */
function valueOf(value: MacroValue | undefined): number | undefined {
  if (value === "undefined") return 0;
  return value === "defined" ? undefined : value;
}

const negated = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Number(value === 0);

/** `&&` and `||`: one part that decides is enough, whatever is not known of the others. */
function together(parts: readonly Condition[], macros: Macros, deciding: 0 | 1): number | undefined {
  let known = true;
  for (const part of parts) {
    const value = evaluated(part, macros);
    if (value === undefined) known = false;
    else if (Number(value !== 0) === deciding) return deciding;
  }
  return known ? 1 - deciding : undefined;
}

/** `__is_defined()` in include/linux/kconfig.h holds for a macro that is 1, and for no other. */
function optionTest(test: OptionTest, option: string, macros: Macros): number | undefined {
  const is = (name: string): number | undefined => {
    const value = macros(name);
    return value === undefined ? undefined : Number(value === 1);
  };
  const builtin = is(option);
  if (test === "builtin" || (builtin === 1 && test !== "module")) return builtin;
  const module = is(`${option}_MODULE`);
  if (test === "module") return module;
  if (builtin === undefined || module === undefined) return undefined;
  if (test === "enabled" || module === 0) return module;
  return is("MODULE");
}

function operation(
  { operator, left, right }: Extract<Condition, { kind: "operation" }>,
  macros: Macros,
): number | undefined {
  const [a, b] = [evaluated(left, macros), evaluated(right, macros)];
  if (a === undefined || b === undefined) return undefined;
  const value = operations[operator](a, b);
  // The preprocessor counts in 64 bits, a number in 53: beyond that nothing is said.
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
}

/** What of `a` and `b` the preprocessor would make; `undefined` where C leaves that open. */
const operations: Readonly<Record<Operator, (a: number, b: number) => number | undefined>> = {
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
  "<": (a, b) => Number(a < b),
  "<=": (a, b) => Number(a <= b),
  ">": (a, b) => Number(a > b),
  ">=": (a, b) => Number(a >= b),
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => (b === 0 ? undefined : Math.trunc(a / b)),
  "%": (a, b) => (b === 0 ? undefined : a % b),
  "<<": (a, b) => (b < 0 || b > 63 ? undefined : Number(BigInt(a) << BigInt(b))),
  ">>": (a, b) => (b < 0 || b > 63 ? undefined : Number(BigInt(a) >> BigInt(b))),
  "&": (a, b) => Number(BigInt(a) & BigInt(b)),
  "|": (a, b) => Number(BigInt(a) | BigInt(b)),
  "^": (a, b) => Number(BigInt(a) ^ BigInt(b)),
};

/** Options that a condition asks for, `"CONFIG_KUNIT"`, each once and in its order. */
export function optionsIn(condition: Condition): readonly string[] {
  const found = new Set<string>();
  const collect = (part: Condition): void => {
    if ("macro" in part) {
      if (part.macro.startsWith("CONFIG_")) found.add(part.macro);
    } else if ("option" in part) found.add(part.option);
    else if (part.kind === "not") collect(part.of);
    else if (part.kind === "all" || part.kind === "any") part.of.forEach(collect);
    else if (part.kind === "operation") [part.left, part.right].forEach(collect);
  };
  collect(condition);
  return [...found];
}

const tests = {
  enabled: "IS_ENABLED",
  builtin: "IS_BUILTIN",
  module: "IS_MODULE",
  reachable: "IS_REACHABLE",
} as const satisfies Record<OptionTest, string>;

/** A condition as C writes it: `"defined(CONFIG_X) && !IS_ENABLED(CONFIG_Y)"`. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case "number":
      return String(condition.value);
    case "defined":
      return `defined(${condition.macro})`;
    case "value":
      return condition.macro;
    case "enabled":
    case "builtin":
    case "module":
    case "reachable":
      return `${tests[condition.kind]}(${condition.option})`;
    case "not":
      return `!${inner(condition.of)}`;
    case "all":
      return condition.of.map(inner).join(" && ");
    case "any":
      return condition.of.map(inner).join(" || ");
    case "operation":
      return `${inner(condition.left)} ${condition.operator} ${inner(condition.right)}`;
    case "opaque":
      return condition.text;
    default:
      return condition satisfies never;
  }
}

const inner = (condition: Condition): string =>
  condition.kind === "all" || condition.kind === "any" || condition.kind === "operation"
    ? `(${conditionText(condition)})`
    : conditionText(condition);

/** That it does not hold. */
export const not = (condition: Condition): Condition =>
  condition.kind === "not" ? condition.of : { kind: "not", of: condition };

/** Both; what always holds is left out. */
export function both(one: Condition, other: Condition): Condition {
  const of = [one, other]
    .flatMap((part) => (part.kind === "all" ? part.of : [part]))
    .filter((part) => part !== always);
  const [first, ...rest] = of;
  if (!first) return always;
  return rest.length === 0 ? first : { kind: "all", of };
}
