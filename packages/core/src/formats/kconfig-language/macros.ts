import type { Place } from "../../model/kconfig-rules.ts";
import { MAX_ARGUMENTS, MAX_EXPANSION, MAX_MACRO_CALLS, MAX_MACRO_DEPTH } from "./limits.ts";
import type { ProbeList } from "./probes.ts";

/** Variables of the environment that Kconfig is run in. */
export interface Environment {
  readonly values: Readonly<Record<string, string>>;
  /** Whether a name that is not among `values` is not set; otherwise its value is a probe. */
  readonly complete: boolean;
}

/** A macro that cannot be expanded; the statement with it is not read. */
export class MacroError extends Error {
  override readonly name = "MacroError";
  readonly kind: "syntax" | "limit";

  constructor(kind: "syntax" | "limit", what: string) {
    super(what);
    this.kind = kind;
  }
}

/** The macro language of Kconfig: Documentation/kbuild/kconfig-macro-language.rst. */
export interface Macros {
  /** `name = value`, `name := value`, `name += value`: variable_add() in scripts/kconfig/preprocess.c. */
  define(name: string, operator: "=" | ":=" | "+=", value: string, where: Place): void;
  /**
   * Expands the reference at `text[at]`, which is a `$`; `end` is behind it.
   *
   * @throws {MacroError}
   */
  reference(text: string, at: number, where: Place): Expanded;
}

/** What a reference expands to, and where the text goes on behind it. */
export interface Expanded {
  readonly value: string;
  readonly end: number;
}

interface Variable {
  value: string;
  simple: boolean;
}

/** Where an expansion stands. */
interface Call {
  readonly where: Place;
  readonly depth: number;
  readonly args: readonly string[];
  readonly budget: { calls: number };
}

export function macros(environment: Environment, probes: ProbeList): Macros {
  return new Expander(environment, probes);
}

class Expander implements Macros {
  readonly #environment: Environment;
  readonly #probes: ProbeList;
  readonly #variables = new Map<string, Variable>();
  readonly #expanding = new Set<string>();

  constructor(environment: Environment, probes: ProbeList) {
    this.#environment = environment;
    this.#probes = probes;
  }

  define(name: string, operator: "=" | ":=" | "+=", value: string, where: Place): void {
    const before = this.#variables.get(name);
    const simple = operator === "+=" ? (before?.simple ?? false) : operator === ":=";
    const text = simple ? this.#expand(value, start(where)) : value;
    const whole = operator === "+=" && before ? `${before.value} ${text}` : text;
    if (whole.length > MAX_EXPANSION) throw new MacroError("limit", name);
    this.#variables.set(name, { simple, value: whole });
  }

  reference(text: string, at: number, where: Place): Expanded {
    return this.#reference(text, at, start(where));
  }

  #expand(text: string, call: Call): string {
    let out = "";
    let at = 0;
    for (let dollar = text.indexOf("$"); dollar >= 0; dollar = text.indexOf("$", at)) {
      const { value, end } = this.#reference(text, dollar, call);
      out += text.slice(at, dollar) + value;
      at = end;
      if (out.length > MAX_EXPANSION) throw new MacroError("limit", "a macro that is too long");
    }
    return out + text.slice(at);
  }

  #reference(text: string, at: number, call: Call): Expanded {
    if (text[at + 1] !== "(") return { value: "$", end: at + 1 };
    const close = closing(text, at + 2);
    return { value: this.#clause(text.slice(at + 2, close), call), end: close + 1 };
  }

  /** eval_clause(): the name, then the arguments, each split before it is expanded. */
  #clause(text: string, call: Call): string {
    call.budget.calls += 1;
    if (call.depth >= MAX_MACRO_DEPTH || call.budget.calls > MAX_MACRO_CALLS) {
      throw new MacroError("limit", `$(${text.slice(0, 40)})`);
    }
    const number = /^\d+$/.test(text) ? Number(text) : 0;
    const given = number > 0 ? call.args[number - 1] : undefined;
    if (given !== undefined) return given;
    const [first = "", ...rest] = split(text);
    const inner = { ...call, depth: call.depth + 1 };
    const name = this.#expand(first, inner);
    const args = rest.map((arg) => this.#expand(arg, inner));
    return (
      this.#variable(name, { ...inner, args }) ??
      this.#builtin(name, args, call.where) ??
      this.#outside(name, args, call.where)
    );
  }

  #variable(name: string, call: Call): string | undefined {
    const found = this.#variables.get(name);
    if (!found || found.simple) return found?.value;
    const plain = call.args.length === 0;
    if (plain && this.#expanding.has(name)) throw new MacroError("syntax", `$(${name}) refers to itself`);
    if (plain) this.#expanding.add(name);
    try {
      return this.#expand(found.value, call);
    } finally {
      if (plain) this.#expanding.delete(name);
    }
  }

  /** function_table[]; what would run a program becomes a probe, and what only prints is nothing. */
  #builtin(name: string, args: readonly string[], where: Place): string | undefined {
    switch (name) {
      case "shell":
        return this.#probes.mark("command", args.join(","), where);
      case "filename":
        return where.file;
      case "lineno":
        return String(where.line);
      case "info":
      case "warning-if":
      case "error-if":
        return "";
      default:
        return undefined;
    }
  }

  #outside(name: string, args: readonly string[], where: Place): string {
    const { values, complete } = this.#environment;
    if (args.length > 0 || name === "") return "";
    if (Object.hasOwn(values, name)) return values[name] ?? "";
    // A name that no shell could set, such as the argument `$(3)` of a call with two, is not asked of the environment.
    if (complete || !/^[A-Za-z_]\w*$/.test(name)) return "";
    return this.#probes.mark("environment", name, where);
  }
}

const start = (where: Place): Call => ({ where, depth: 0, args: [], budget: { calls: 0 } });

/** Where the parenthesis closes that was opened before `from`. */
function closing(text: string, from: number): number {
  let open = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "(") open += 1;
    else if (text[at] === ")") {
      if (open === 0) return at;
      open -= 1;
    }
  }
  throw new MacroError("syntax", `$(${text.slice(from, from + 40)}`);
}

/** Splits at the commas outside parentheses. */
function split(text: string): readonly string[] {
  const parts: string[] = [];
  let open = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "(") open += 1;
    else if (text[at] === ")") open -= 1;
    else if (text[at] === "," && open === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  if (parts.length > MAX_ARGUMENTS) throw new MacroError("syntax", `$(${text.slice(0, 40)}): arguments`);
  return parts;
}
