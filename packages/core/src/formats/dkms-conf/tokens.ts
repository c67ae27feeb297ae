import { FormatError } from "../../io/format-error.ts";
import { type ShellText, skipParentheses, skipQuoted } from "./skip-quoted.ts";

/** A word as it is written, quotes and all, or an operator; a newline is the operator `"\n"`. */
export interface Token {
  readonly kind: "word" | "operator";
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** In characters from the start of the text. */
  readonly at: number;
}

/** Longest first. Metacharacters of bash(1), "Definitions". */
const OPERATORS = [
  ";;&",
  "<<<",
  "<<-",
  "&>>",
  "&&",
  "||",
  ";;",
  ";&",
  "|&",
  "<<",
  ">>",
  "<&",
  ">&",
  "<>",
  ">|",
  "&>",
  "&",
  "|",
  ";",
  "(",
  ")",
  "<",
  ">",
];

/** What ends a word; a carriage return does not. */
const META = /^[ \t\n;&|()<>]$/;

/** `NAME=` or `NAME[index]=` before a `(`: a list of values follows, which belongs to the word. */
const LIST_BEGINS = /^[A-Za-z_]\w*\+?=$/;

/**
 * The words and operators of a shell's text, as bash tells them apart before it understands them; comments and the bodies of
 * here-documents are left out.
 *
 * @throws {FormatError} if a quote, a parenthesis or a here-document does not end.
 */
export function* tokens(shell: ShellText): Iterable<Token> {
  const { text } = shell;
  const documents: { readonly end: string; readonly dashed: boolean; readonly at: number }[] = [];
  let line = 1;
  let at = 0;
  let before: Token | undefined;
  while (at < text.length) {
    const char = text[at];
    if (char === "\n") {
      yield { kind: "operator", text: "\n", line, at };
      before = undefined;
      let end = at + 1;
      for (const document of documents.splice(0)) end = skipDocument(shell, end, document);
      line += newlines(text, at, end);
      at = end;
      continue;
    }
    const skipped = skipBlank(text, at);
    if (skipped > at) {
      line += newlines(text, at, skipped);
      at = skipped;
      continue;
    }
    const token = operatorAt(text, at, line) ?? wordAt(shell, at, line);
    if (before?.text === "<<" || before?.text === "<<-") {
      documents.push({ end: token.text.replace(/["'\\]/g, ""), dashed: before.text === "<<-", at });
    }
    yield token;
    before = token;
    line += newlines(text, at, at + token.text.length);
    at += token.text.length;
  }
}

/** Past blanks, escaped newlines and a comment. */
function skipBlank(text: string, at: number): number {
  if (text[at] === " " || text[at] === "\t") return at + 1;
  if (text[at] === "\\" && text[at + 1] === "\n") return at + 2;
  if (text[at] !== "#") return at;
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

function operatorAt(text: string, at: number, line: number): Token | undefined {
  // <(…) and >(…) are words.
  if ((text[at] === "<" || text[at] === ">") && text[at + 1] === "(") return undefined;
  const operator = OPERATORS.find((candidate) => text.startsWith(candidate, at));
  return operator === undefined ? undefined : { kind: "operator", text: operator, line, at };
}

function wordAt(shell: ShellText, at: number, line: number): Token {
  const { text } = shell;
  let end = at;
  while (end < text.length) {
    const char = text[end] ?? "";
    if (end === at && (char === "<" || char === ">")) end = skipParentheses(shell, end + 1);
    else if (char === "(" && LIST_BEGINS.test(text.slice(at, end))) end = skipParentheses(shell, end);
    else if (META.test(char)) break;
    else if (char === "[" && /^[A-Za-z_]\w*$/.test(text.slice(at, end))) end = skipSubscript(shell, end);
    else end = skipQuoted(shell, end) ?? end + 1;
  }
  return { kind: "word", text: text.slice(at, end), line, at };
}

/** `[…]` behind a name may hold blanks: `NAME[i + 1]=`. What is no subscript of an assignment is an ordinary character. */
function skipSubscript(shell: ShellText, at: number): number {
  const [subscript] = /^\[[^\]\n"'`;&|<>]*\](?=\+?=)/.exec(shell.text.slice(at, at + 1000)) ?? ["["];
  return at + subscript.length;
}

interface HereDocument {
  readonly end: string;
  readonly dashed: boolean;
  readonly at: number;
}

function skipDocument(shell: ShellText, from: number, document: HereDocument): number {
  let at = from;
  while (at < shell.text.length) {
    const newline = shell.text.indexOf("\n", at);
    const end = newline < 0 ? shell.text.length : newline;
    const line = shell.text.slice(at, end);
    at = Math.min(end + 1, shell.text.length);
    if ((document.dashed ? line.replace(/^\t+/, "") : line) === document.end) return at;
  }
  throw new FormatError(
    shell.source,
    document.at,
    `a line ${JSON.stringify(document.end.slice(0, 80))} wanted that ends the here-document`,
  );
}
