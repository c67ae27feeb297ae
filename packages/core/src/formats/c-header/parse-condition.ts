import { FormatError } from "../../io/format-error.ts";
import type { Condition, Operator, OptionTest } from "../../model/header-condition.ts";
import type { Token } from "./tokens.ts";

/** Parentheses and `!` within each other; the kernel's deepest has 5. */
const MAX_NESTING = 64;

/** How strongly binary operators bind: C11, 6.5.5 to 6.5.14. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "|": 3,
  "^": 4,
  "&": 5,
  "==": 6,
  "!=": 6,
  "<": 7,
  "<=": 7,
  ">": 7,
  ">=": 7,
  "<<": 8,
  ">>": 8,
  "+": 9,
  "-": 9,
  "*": 10,
  "/": 10,
  "%": 10,
};

const OPTION_TESTS: Readonly<Record<string, OptionTest>> = {
  IS_ENABLED: "enabled",
  IS_BUILTIN: "builtin",
  IS_MODULE: "module",
  IS_REACHABLE: "reachable",
};

/**
 * The expression of an `#if`.
 *
 * @param at of the directive, for what goes wrong at its end
 * @throws {FormatError} if it is none, or nested too deeply.
 */
export function parseCondition(tokens: readonly Token[], source: string, at: number): Condition {
  const reader = new ConditionReader(tokens, source, at);
  return reader.whole();
}

class ConditionReader {
  readonly #tokens: readonly Token[];
  readonly #source: string;
  readonly #at: number;
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], source: string, at: number) {
    this.#tokens = tokens;
    this.#source = source;
    this.#at = at;
  }

  whole(): Condition {
    const condition = this.#binary(1);
    if (this.#text() === "?") {
      // No header of the kernel's includes has one.
      return { kind: "opaque", text: this.#tokens.map(({ text }) => text).join(" ") };
    }
    if (this.#next < this.#tokens.length) this.#fail(`an operator wanted, ${this.#text()} found`);
    return condition;
  }

  #text(): string | undefined {
    return this.#tokens[this.#next]?.text;
  }

  #fail(what: string): never {
    throw new FormatError(this.#source, this.#tokens[this.#next]?.at ?? this.#at, `in a condition: ${what}`);
  }

  #expect(text: string): void {
    if (this.#text() !== text) this.#fail(`${text} wanted, ${this.#text() ?? "the end of the line"} found`);
    this.#next += 1;
  }

  #binary(lowest: number): Condition {
    this.#depth += 1;
    if (this.#depth > MAX_NESTING) this.#fail("nested too deeply");
    let left = this.#unary();
    // a && b && c is one list, so that long ones neither nest nor are copied.
    let list: { readonly kind: "all" | "any"; readonly of: Condition[] } | undefined;
    for (;;) {
      const operator = this.#text() ?? "";
      const precedence = Object.hasOwn(PRECEDENCE, operator) ? (PRECEDENCE[operator] ?? 0) : 0;
      if (precedence < lowest) break;
      this.#next += 1;
      const right = this.#binary(precedence + 1);
      if (isOperator(operator)) left = { kind: "operation", operator, left, right };
      else if (list && list === left && list.kind === listOf(operator)) list.of.push(right);
      else left = list = { kind: listOf(operator), of: [left, right] };
    }
    this.#depth -= 1;
    return left;
  }

  #unary(): Condition {
    const operators: string[] = [];
    for (
      let text = this.#text();
      text === "!" || text === "-" || text === "+" || text === "~";
      text = this.#text()
    ) {
      operators.push(text);
      this.#next += 1;
      if (operators.length > MAX_NESTING) this.#fail("nested too deeply");
    }
    let value = this.#primary();
    for (const operator of operators.toReversed()) value = applied(operator, value);
    return value;
  }

  #primary(): Condition {
    const token = this.#tokens[this.#next];
    if (!token) this.#fail("an operand wanted, the end of the line found");
    this.#next += 1;
    if (token.text === "(") {
      const inner = this.#binary(1);
      this.#expect(")");
      return inner;
    }
    if (token.kind === "number") return numberOf(token.text);
    if (token.kind === "string") return { kind: "opaque", text: token.text };
    if (token.kind !== "identifier") {
      this.#next -= 1;
      this.#fail(`an operand wanted, ${token.text} found`);
    }
    if (token.text === "defined") return this.#defined();
    return this.#text() === "(" ? this.#call(token.text) : { kind: "value", macro: token.text };
  }

  #defined(): Condition {
    const inParentheses = this.#text() === "(";
    if (inParentheses) this.#next += 1;
    const name = this.#tokens[this.#next];
    if (name?.kind !== "identifier") this.#fail("a name wanted behind `defined`");
    this.#next += 1;
    if (inParentheses) this.#expect(")");
    return { kind: "defined", macro: name.text };
  }

  #call(name: string): Condition {
    const from = this.#next;
    let depth = 0;
    do {
      const text = this.#text();
      if (text === undefined) this.#fail(`the end of ${name}(…) wanted`);
      if (text === "(") depth += 1;
      if (text === ")") depth -= 1;
      this.#next += 1;
    } while (depth > 0);
    const inside = this.#tokens.slice(from + 1, this.#next - 1);
    const [first] = inside;
    const test = Object.hasOwn(OPTION_TESTS, name) ? OPTION_TESTS[name] : undefined;
    if (test && inside.length === 1 && first?.kind === "identifier")
      return { kind: test, option: first.text };
    return { kind: "opaque", text: `${name}(${inside.map(({ text }) => text).join(" ")})` };
  }
}

function applied(operator: string, of: Condition): Condition {
  if (operator === "!") return { kind: "not", of };
  if (operator === "+") return of;
  const minus: Condition = {
    kind: "operation",
    operator: "-",
    left: { kind: "number", value: 0 },
    right: of,
  };
  // ~x is -x - 1.
  return operator === "-"
    ? minus
    : { kind: "operation", operator: "-", left: minus, right: { kind: "number", value: 1 } };
}

const listOf = (operator: string): "all" | "any" => (operator === "&&" ? "all" : "any");

const isOperator = (text: string): text is Operator =>
  Object.hasOwn(PRECEDENCE, text) && text !== "&&" && text !== "||";

/** A number with its suffixes; `opaque` for what 53 bits do not hold. */
function numberOf(text: string): Condition {
  const digits = text.replace(/[uUlL]+$/, "");
  const isOctal = /^0[0-7]+$/.test(digits);
  const value = isOctal
    ? Number.parseInt(digits, 8)
    : /^(?:0[xX][\da-fA-F]+|\d+)$/.test(digits)
      ? Number(digits)
      : Number.NaN;
  return Number.isSafeInteger(value) ? { kind: "number", value } : { kind: "opaque", text };
}
