import type { ShellText } from "./skip-quoted.ts";
import { type Token, tokens } from "./tokens.ts";

/** One simple command, with what decides whether it takes effect. */
export interface Command {
  /** Words as they are written. */
  readonly words: readonly string[];
  /** From 1. */
  readonly line: number;
  /**
   * Line of what decides whether it runs: the outermost `if`, loop, `case` or `{`, or the list of `&&` and `||` that it is
   * a later part of. Absent: it runs whenever the file is read.
   */
  readonly dependsOnLine?: number;
}

/** What a file of shell does, as far as it shows without running it. */
export interface Script {
  /** In their order; those that run in a process of their own (parentheses, pipelines, `&`) change no variable and are left out. */
  readonly commands: readonly Command[];
  /** Names of functions that it defines; their bodies are left out of `commands`. */
  readonly functions: ReadonlySet<string>;
}

const OPENS: Readonly<Record<string, string>> = {
  if: "fi",
  for: "done",
  select: "done",
  while: "done",
  until: "done",
  case: "esac",
  "{": "}",
};

/** Words after which a command begins anew. */
const TRANSPARENT: ReadonlySet<string> = new Set(["then", "else", "elif", "do", "!", "time"]);

/** Between an operator of redirection and the next command stands a file's name. */
const REDIRECTS: ReadonlySet<string> = new Set([
  "<",
  ">",
  ">>",
  "<<",
  "<<-",
  "<<<",
  "<&",
  ">&",
  "<>",
  ">|",
  "&>",
  "&>>",
]);

/** What is open around a command. */
interface Open {
  readonly closing: string;
  readonly line: number;
  readonly ofFunction: boolean;
  /** A `case` in which patterns come next, until a `)`. */
  patterns: boolean;
}

/**
 * Takes a text of shell apart into simple commands.
 *
 * @throws {FormatError} if a quote, a parenthesis or a here-document does not end.
 */
export function scriptOf(shell: ShellText): Script {
  const reader = new ScriptReader([...tokens(shell)]);
  while (reader.step());
  return reader;
}

class ScriptReader implements Script {
  readonly commands: Command[] = [];
  readonly functions = new Set<string>();
  readonly #tokens: readonly Token[];
  readonly #open: Open[] = [];
  #at = 0;
  /** The operator or the word that stands right before what comes next; `""`: a command. */
  #before = "\n";
  /** Line of the first command of a list of `&&` and `||`. */
  #listLine: number | undefined;
  #functionComes = false;

  constructor(all: readonly Token[]) {
    this.#tokens = all;
  }

  /** Reads a command, or what stands around commands; whether something is left. */
  step(): boolean {
    const token = this.#tokens[this.#at];
    if (!token) return false;
    if (this.#open.at(-1)?.patterns === true) this.#skipPatterns(token);
    else if (token.kind === "operator") this.#operator(token);
    else if (!this.#reserved(token)) this.#simple();
    return true;
  }

  #operator(token: Token): void {
    if (token.text === "(" && this.#arithmetic(token)) return;
    this.#at += 1;
    if (token.text === "(") this.#push(token, ")");
    else if (token.text === ")") this.#pop(")");
    // A newline behind one of these goes on with what it began.
    if (token.text === "\n" && /^(?:&&|\|\||\|&?)$/.test(this.#before)) return;
    if (token.text === "&&" || token.text === "||") this.#listLine ??= token.line;
    else if (/^[\n;&]$/.test(token.text)) this.#listLine = undefined;
    const inner = this.#open.at(-1);
    if (inner?.closing === "esac" && /^(?:;;&?|;&)$/.test(token.text)) inner.patterns = true;
    this.#before = token.text;
  }

  /** `((…))` is `let "…"`. */
  #arithmetic(token: Token): boolean {
    const next = this.#tokens[this.#at + 1];
    if (next?.text !== "(" || next.at !== token.at + 1) return false;
    const words = ["let"];
    let depth = 0;
    do {
      const { text, kind } = this.#tokens[this.#at] ?? token;
      if (kind === "word") words.push(text);
      else if (text === "(") depth += 1;
      else if (text === ")") depth -= 1;
      this.#at += 1;
    } while (depth > 0 && this.#at < this.#tokens.length);
    this.#add(words, token.line);
    return true;
  }

  #reserved(token: Token): boolean {
    const closing = Object.hasOwn(OPENS, token.text) ? OPENS[token.text] : undefined;
    if (closing !== undefined) {
      this.#at += 1;
      this.#push(token, closing);
      if (token.text === "for" || token.text === "select") this.#loopVariable(token.line);
      else if (token.text === "case") this.#caseBegins();
      return true;
    }
    if (this.#open.at(-1)?.closing === token.text) {
      this.#at += 1;
      this.#pop(token.text);
      this.#before = token.text;
      return true;
    }
    if (TRANSPARENT.has(token.text)) {
      this.#at += 1;
      return true;
    }
    return this.#functionBegins(token);
  }

  #functionBegins(token: Token): boolean {
    const named = token.text === "function" ? this.#tokens[this.#at + 1] : token;
    const parentheses = token.text === "function" ? this.#at + 2 : this.#at + 1;
    const has = this.#tokens[parentheses]?.text === "(" && this.#tokens[parentheses + 1]?.text === ")";
    if (!named || (token.text !== "function" && !has)) return false;
    this.functions.add(named.text);
    this.#at = has ? parentheses + 2 : parentheses;
    this.#functionComes = true;
    while (this.#tokens[this.#at]?.text === "\n") this.#at += 1;
    return true;
  }

  #push(token: Token, closing: string): void {
    const ofFunction = this.#functionComes;
    this.#functionComes = false;
    this.#open.push({ closing, line: token.line, ofFunction, patterns: false });
  }

  #pop(closing: string): void {
    if (this.#open.at(-1)?.closing === closing) this.#open.pop();
  }

  /** The variable of a loop is set by it: as if it were assigned what nobody knows. */
  #loopVariable(line: number): void {
    const name = this.#tokens[this.#at];
    if (name?.kind === "word") this.#add([`${name.text}=$(loop)`], line);
    while (this.#at < this.#tokens.length && !/^(?:do|\{)$/.test(this.#tokens[this.#at]?.text ?? ""))
      this.#at += 1;
  }

  #caseBegins(): void {
    while (this.#at < this.#tokens.length && this.#tokens[this.#at]?.text !== "in") this.#at += 1;
    this.#at += 1;
    const inner = this.#open.at(-1);
    if (inner) inner.patterns = true;
  }

  #skipPatterns(token: Token): void {
    const inner = this.#open.at(-1);
    if (!inner) return;
    if (token.kind === "word" && token.text === "esac") inner.patterns = false;
    else {
      this.#at += 1;
      if (token.text === ")") {
        inner.patterns = false;
        this.#before = ")";
      }
    }
  }

  #simple(): void {
    const first = this.#tokens[this.#at];
    // `[[` has operators of its own.
    const words = first?.text === "[[" ? this.#test() : this.#words();
    const next = this.#tokens[this.#at]?.text ?? "";
    const apart = /^\|&?$/.test(this.#before) || /^(?:\|&?|&)$/.test(next);
    if (!apart) this.#add(words, first?.line ?? 0);
    this.#before = "";
  }

  #words(): readonly string[] {
    const words: string[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token?.kind === "word") words.push(token.text);
      else if (!token || !REDIRECTS.has(token.text)) return words;
      this.#at += token.kind === "word" ? 1 : 2;
    }
  }

  #test(): readonly string[] {
    const words: string[] = [];
    for (let token = this.#tokens[this.#at]; token && token.text !== "\n"; token = this.#tokens[this.#at]) {
      this.#at += 1;
      words.push(token.text);
      if (token.text === "]]") break;
    }
    return words;
  }

  #add(words: readonly string[], line: number): void {
    if (this.#functionComes || this.#open.some(({ closing, ofFunction }) => closing === ")" || ofFunction))
      return;
    const dependsOnLine = this.#open[0]?.line ?? this.#listLine;
    this.commands.push({ words, line, ...(dependsOnLine === undefined ? {} : { dependsOnLine }) });
  }
}
