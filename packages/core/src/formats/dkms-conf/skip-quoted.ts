import { FormatError } from "../../io/format-error.ts";

/** Quotes inside substitutions inside quotes: nobody nests deeper, and a stack is finite. */
const MAX_NESTING = 100;

/** A text of shell that is being taken apart. */
export interface ShellText {
  readonly text: string;
  /** The input's name, for errors. */
  readonly source: string;
}

const CASE = /^\Wcase\s/;

function unclosed({ source }: ShellText, at: number, what: string): FormatError {
  return new FormatError(source, at, `${what} that ends wanted, the end of the file found`);
}

/**
 * Where what begins at `at` with a quote, a backslash, a backtick or a `$` ends; `undefined` where none of these stands
 * there, or a `$` that begins nothing. Nothing is looked at but where it ends. `inDouble`: it stands in double quotes, where
 * single ones mean nothing.
 *
 * @throws {FormatError} if it does not end, or is nested too deeply.
 */
export function skipQuoted(shell: ShellText, at: number, depth = 0, inDouble = false): number | undefined {
  if (depth > MAX_NESTING)
    throw new FormatError(shell.source, at, `at most ${MAX_NESTING} levels of quotes wanted`);
  switch (shell.text[at] ?? "") {
    case "\\":
      return Math.min(at + 2, shell.text.length);
    case "'": {
      const end = shell.text.indexOf("'", at + 1);
      if (end < 0) throw unclosed(shell, at, "a text in single quotes");
      return end + 1;
    }
    case '"':
      return skipUpTo(
        shell,
        at,
        at + 1,
        { closing: '"', what: "a text in double quotes", quotes: false },
        depth,
      );
    case "`":
      return skipBacktick(shell, at);
    case "$":
      return skipDollar(shell, at, depth, inDouble);
    default:
      return undefined;
  }
}

/** Where `(…)` that begins at `at` ends: a substitution, a list of values, or arithmetic. */
export function skipParentheses(shell: ShellText, at: number, depth = 0): number {
  return skipUpTo(
    shell,
    at,
    at + 1,
    { closing: ")", what: "a text in parentheses", quotes: true },
    depth + 1,
  );
}

/** Text between backticks has its own escapes, and no other end. */
function skipBacktick(shell: ShellText, at: number): number {
  for (let next = at + 1; next < shell.text.length; next += 1) {
    if (shell.text[next] === "\\") next += 1;
    else if (shell.text[next] === "`") return next + 1;
  }
  throw unclosed(shell, at, "a text in backticks");
}

function skipDollar(shell: ShellText, at: number, depth: number, inDouble: boolean): number | undefined {
  const next = shell.text[at + 1];
  if (next === "(") return skipParentheses(shell, at + 1, depth);
  if (next === "{") {
    const wanted = { closing: "}", what: "a ${…}", quotes: !inDouble };
    return skipUpTo(shell, at, at + 2, wanted, depth + 1);
  }
  // Arithmetic, as it was written before `$((…))`.
  if (next === "[") {
    const wanted = { closing: "]", what: "a $[…]", quotes: !inDouble };
    return skipUpTo(shell, at, at + 2, wanted, depth + 1);
  }
  // In double quotes these quotes are what they would be without the `$`.
  if (next === "'" && !inDouble) return skipAnsi(shell, at);
  if (next === '"' && !inDouble) return skipQuoted(shell, at + 1, depth);
  const [name] = /^(?:[A-Za-z_]\w*|[0-9@*#?$!-])/.exec(shell.text.slice(at + 1, at + 257)) ?? [];
  return name === undefined ? undefined : at + 1 + name.length;
}

/** `$'…'`, in which a backslash escapes the quote. */
function skipAnsi(shell: ShellText, at: number): number {
  for (let next = at + 2; next < shell.text.length; next += 1) {
    if (shell.text[next] === "\\") next += 1;
    else if (shell.text[next] === "'") return next + 1;
  }
  throw unclosed(shell, at, "a text in $'…'");
}

interface Wanted {
  readonly closing: string;
  /** For the error. */
  readonly what: string;
  /** Whether quotes mean something in it: in double quotes, single ones do not. */
  readonly quotes: boolean;
}

function skipUpTo(shell: ShellText, opened: number, from: number, wanted: Wanted, depth: number): number {
  let at = from;
  while (at < shell.text.length) {
    const char = shell.text[at];
    if (char === wanted.closing) return at + 1;
    if (wanted.closing === ")" && char === "(") at = skipParentheses(shell, at, depth);
    else if (wanted.closing === ")" && CASE.test(shell.text.slice(Math.max(at - 1, 0), at + 5))) {
      // The parentheses of its patterns close nothing.
      throw new FormatError(shell.source, at, "a `case` inside parentheses is not understood");
    } else if (char === "'" && !wanted.quotes) at += 1;
    else at = skipQuoted(shell, at, depth + 1, !wanted.quotes) ?? at + 1;
  }
  throw unclosed(shell, opened, wanted.what);
}
