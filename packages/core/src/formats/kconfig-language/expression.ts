import type { Comparison, Expression, Operand } from "../../model/kconfig-rules.ts";
import { MAX_PARENTHESES } from "./limits.ts";
import { hasProbe, templateOf } from "./probes.ts";
import type { Word } from "./words.ts";

/** Words that are no expression. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

/** Reads words from the left. */
export class WordReader {
  readonly #words: readonly Word[];
  #at: number;

  constructor(words: readonly Word[], at = 0) {
    this.#words = words;
    this.#at = at;
  }

  get next(): Word | undefined {
    return this.#words[this.#at];
  }

  get done(): boolean {
    return this.#at >= this.#words.length;
  }

  /** @throws {ExpressionError} at the end of the line. */
  take(): Word {
    const word = this.next;
    if (!word) throw new ExpressionError("the line ends too early");
    this.#at += 1;
    return word;
  }

  /** Takes `text` if it is next: an operator, or a keyword without macros. */
  accept(text: string): boolean {
    const { next } = this;
    const is = next?.text === text && (next.kind === "operator" || (next.kind === "word" && next.plain));
    if (is) this.#at += 1;
    return is;
  }
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  "=": "=",
  "!=": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

/**
 * An expression by the grammar of scripts/kconfig/parser.y: `||` binds loosest, then `&&`, then `!`; comparisons take
 * symbols only.
 *
 * @throws {ExpressionError} if the words are none, or nest too deep.
 */
export function readExpression(words: WordReader, depth = 0): Expression {
  return list(words, depth, "||", "or", () => list(words, depth, "&&", "and", () => unary(words, depth)));
}

function list(
  words: WordReader,
  depth: number,
  operator: string,
  op: "and" | "or",
  part: () => Expression,
): Expression {
  if (depth > MAX_PARENTHESES) throw new ExpressionError("too many parentheses");
  const first = part();
  if (!words.accept(operator)) return first;
  const of = [first, part()];
  while (words.accept(operator)) of.push(part());
  return { op, of };
}

function unary(words: WordReader, depth: number): Expression {
  if (depth > MAX_PARENTHESES) throw new ExpressionError("too many `!`");
  if (words.accept("!")) return { op: "not", of: unary(words, depth + 1) };
  if (words.accept("(")) {
    const inner = readExpression(words, depth + 1);
    if (!words.accept(")")) throw new ExpressionError("`)` is missing");
    return inner;
  }
  const left = readOperand(words);
  const next = words.next;
  const test = next?.kind === "operator" ? COMPARISONS[next.text] : undefined;
  if (!test) return { op: "value", operand: left };
  words.take();
  return { op: "compare", test, left, right: readOperand(words) };
}

const TRISTATES: ReadonlySet<string> = new Set(["y", "m", "n"]);

/** A symbol, or a constant: what is quoted, and `y`, `m`, `n`, with or without quotes (sym_lookup() in scripts/kconfig/symbol.c). */
export function readOperand(words: WordReader): Operand {
  const word = words.take();
  if (word.kind === "operator") throw new ExpressionError(`\`${word.text}\` stands where a symbol is wanted`);
  if (hasProbe(word.text)) return { kind: "template", parts: templateOf(word.text) };
  return word.kind === "quoted" || TRISTATES.has(word.text)
    ? { kind: "constant", value: word.text }
    : { kind: "symbol", name: word.text };
}

/** `if EXPRESSION`, when it is there. */
export function readWhen(words: WordReader): Expression | undefined {
  return words.accept("if") ? readExpression(words) : undefined;
}

const no: Operand = { kind: "constant", value: "n" };

/** Whether `of` is not `n`, as `y` or `n`: expr_trans_compare(of, E_UNEQUAL, symbol_no) in scripts/kconfig/expr.c. */
export function notNo(of: Expression): Expression {
  if (of.op === "compare") return of;
  if (of.op === "value") return { op: "compare", test: "!=", left: of.operand, right: no };
  return of.op === "not" ? { op: "not", of: notNo(of.of) } : { op: of.op, of: of.of.map(notNo) };
}
