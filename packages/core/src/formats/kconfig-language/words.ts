import type { Place } from "../../model/kconfig-rules.ts";
import type { Macros } from "./macros.ts";

/** One word of a statement. */
export type Word =
  /** `plain` without macros: only then it may be a keyword. */
  | { readonly kind: "word"; readonly text: string; readonly plain: boolean }
  | { readonly kind: "quoted"; readonly text: string }
  | { readonly kind: "operator"; readonly text: string };

/** A statement: its words up to the end of the line, and where it begins. */
export interface Statement {
  readonly words: readonly Word[];
  readonly where: Place;
}

/** Reads the statements of one file, as scripts/kconfig/lexer.l cuts them into tokens. */
export interface Words {
  /** The next statement that has words; `undefined` at the end. An assignment is defined, and passed over. */
  next(): Statement | undefined;
  /** Passes over the text of `help`, by its indentation. */
  help(): void;
}

const PLAIN = /[A-Za-z0-9_-]/;
const RUN = /[A-Za-z0-9_-]+/y;
const OPERATOR = /\|\||&&|!=|<=|>=|:=|\+=|[=<>!()]/y;

/**
 * The statements of `text`, the file `file`.
 *
 * @param report is told of a macro that cannot be expanded; the rest of its line is passed over.
 */
export function words(
  text: string,
  file: string,
  macros: Macros,
  report: (error: unknown, where: Place) => void,
): Words {
  return new Lexer(text, file, macros, report);
}

class Lexer implements Words {
  readonly #text: string;
  readonly #file: string;
  readonly #macros: Macros;
  readonly #report: (error: unknown, where: Place) => void;
  #at = 0;
  #line = 1;

  constructor(text: string, file: string, macros: Macros, report: (error: unknown, where: Place) => void) {
    // A file without a newline at its end is read as one with it.
    this.#text = text.endsWith("\n") ? text : `${text}\n`;
    this.#file = file;
    this.#macros = macros;
    this.#report = report;
  }

  next(): Statement | undefined {
    while (this.#at < this.#text.length) {
      const where = this.#here();
      try {
        const found = this.#statement();
        if (found.words.length > 0) return found;
      } catch (error) {
        this.#report(error, where);
        this.#at = this.#endOfLine();
      }
    }
    return undefined;
  }

  help(): void {
    let first: number | undefined;
    for (let lines = 0; this.#at < this.#text.length; lines += 1) {
      const end = this.#endOfLine();
      const content = this.#text.slice(this.#at, end);
      const indentation = indentOf(content);
      if (content.trim() !== "") {
        if (indentation === 0 ? lines > 0 : indentation < (first ?? 0)) return;
        first ??= indentation;
      }
      this.#at = end + 1;
      this.#line += 1;
    }
  }

  #here(): Place {
    return { file: this.#file, line: this.#line };
  }

  #endOfLine(): number {
    return this.#text.indexOf("\n", this.#at);
  }

  #statement(): Statement {
    const found: Word[] = [];
    let where = this.#here();
    while (this.#at < this.#text.length) {
      const next = this.#token();
      if (!next) {
        if (found.length > 0) break;
        continue;
      }
      if (found.length === 0) where = this.#here();
      found.push(next);
      const [name] = found;
      if (found.length === 2 && name?.kind === "word" && next.kind === "operator") {
        if (this.#assign(name.text, next.text, where)) found.length = 0;
      }
    }
    return { words: found, where };
  }

  #assign(name: string, operator: string, where: Place): boolean {
    if (operator !== "=" && operator !== ":=" && operator !== "+=") return false;
    const end = this.#endOfLine();
    const value = this.#text.slice(this.#at, end).replace(/^[ \t]+/, "");
    this.#at = end;
    this.#macros.define(name, operator, value, where);
    return true;
  }

  /** The next word of the line; `undefined` behind its end. */
  #token(): Word | undefined {
    for (;;) {
      const character = this.#text[this.#at] ?? "\n";
      if (character === "\n") {
        this.#at += 1;
        this.#line += 1;
        return undefined;
      }
      const word = this.#wordFrom(character);
      if (word) return word;
    }
  }

  #wordFrom(character: string): Word | undefined {
    if (character === "#") this.#at = this.#endOfLine();
    else if (character === "\\" && this.#text[this.#at + 1] === "\n") {
      this.#at += 2;
      this.#line += 1;
    } else if (character === '"' || character === "'") return this.#quoted(character);
    else if (character === "$" || PLAIN.test(character)) return this.#word();
    else {
      const operator = matchAt(OPERATOR, this.#text, this.#at);
      this.#at += operator?.length ?? 1;
      return operator === undefined ? undefined : { kind: "operator", text: operator };
    }
    return undefined;
  }

  /** expand_one_token(): a word goes on behind a macro while its characters do. One that is empty is none. */
  #word(): Word | undefined {
    let out = "";
    let plain = true;
    for (;;) {
      const run = matchAt(RUN, this.#text, this.#at);
      if (run !== undefined) {
        out += run;
        this.#at += run.length;
      } else if (this.#text[this.#at] === "$") {
        plain = false;
        out += this.#expanded();
      } else break;
    }
    return out === "" ? undefined : { kind: "word", text: out, plain };
  }

  #expanded(): string {
    const rest = this.#text.slice(this.#at, this.#endOfLine());
    const { value, end } = this.#macros.reference(rest, 0, this.#here());
    this.#at += end;
    return value;
  }

  #quoted(quote: string): Word {
    let out = "";
    this.#at += 1;
    for (;;) {
      const character = this.#text[this.#at] ?? "\n";
      if (character === "\n") break;
      if (character === "$") {
        out += this.#expanded();
        continue;
      }
      this.#at += 1;
      if (character === quote) break;
      const escaped = character === "\\" && this.#text[this.#at] !== "\n";
      out += escaped ? (this.#text[this.#at] ?? "") : character;
      if (escaped) this.#at += 1;
    }
    return { kind: "quoted", text: out };
  }
}

function matchAt(expression: RegExp, text: string, at: number): string | undefined {
  expression.lastIndex = at;
  return expression.exec(text)?.[0];
}

/** Columns before the first character that is no blank; a tab leads to the next multiple of 8. */
function indentOf(line: string): number {
  let columns = 0;
  for (const character of line) {
    if (character === "\t") columns = (columns & ~7) + 8;
    else if (character === " ") columns += 1;
    else break;
  }
  return columns;
}
