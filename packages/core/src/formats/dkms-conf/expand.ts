import { arithmetic } from "./arithmetic.ts";
import { type ShellText, skipQuoted } from "./skip-quoted.ts";
import { MAX_VALUE, type Place, type ShellValue, type Unread, type Variables } from "./variables.ts";

/** What an expansion may look at. */
export interface Context {
  readonly variables: Variables;
  /** Where the value is assigned. */
  readonly place: Place;
}

type Piece = string | Unread;

/**
 * The value of a word as it is assigned to a variable: quotes taken off, variables put in. No program is run, and what only a
 * program tells is not known. Words are not split and no file names are expanded: an assignment does neither.
 *
 * @throws {FormatError} if a quote does not end.
 */
export function expanded(word: string, context: Context): ShellValue {
  const value = piecesOf(word, context, false);
  return typeof value === "string"
    ? { known: true, text: value, ...context.place }
    : { known: false, unread: value };
}

function piecesOf(word: string, context: Context, inDouble: boolean): Piece {
  const shell: ShellText = { text: word, source: context.place.source };
  if (!inDouble && /^~|[:]~/.test(word)) return { ...context.place, reason: "expansion" };
  let value = "";
  let at = 0;
  while (at < word.length) {
    const plain = inDouble && word[at] === "'";
    const end = (plain ? undefined : skipQuoted(shell, at, 0, inDouble)) ?? at + 1;
    const piece = plain ? "'" : pieceOf(word.slice(at, end), context, inDouble);
    if (typeof piece !== "string") return piece;
    value += piece;
    if (value.length > MAX_VALUE) return { ...context.place, reason: "too-long" };
    at = end;
  }
  return value;
}

function pieceOf(piece: string, context: Context, inDouble: boolean): Piece {
  switch (piece[0] ?? "") {
    case "'":
      return piece.slice(1, -1);
    case '"':
      return inDouble ? '"' : piecesOf(piece.slice(1, -1), context, true);
    case "\\":
      return escaped(piece, inDouble);
    case "`":
      return { ...context.place, reason: "command-substitution" };
    case "$":
      return dollar(piece, context);
    default:
      return piece;
  }
}

/** bash(1), "QUOTING": in double quotes a backslash is one unless it stands before one of these. */
function escaped(piece: string, inDouble: boolean): string {
  if (piece === "\\\n") return "";
  const char = piece.slice(1);
  return inDouble && !/^[$`"\\]$/.test(char) ? piece : char;
}

function dollar(piece: string, context: Context): Piece {
  if (piece === "$") return "$";
  if (piece.startsWith("$((") && piece.endsWith("))")) {
    const result = arithmetic(piece.slice(3, -2), context);
    return typeof result === "number" ? String(result) : result;
  }
  if (piece.startsWith("$(")) return { ...context.place, reason: "command-substitution" };
  if (piece.startsWith("$[")) return { ...context.place, reason: "expansion" };
  if (piece.startsWith('$"')) return piecesOf(piece.slice(2, -1), context, true);
  if (piece.startsWith("${")) return braces(piece.slice(2, -1), context);
  const name = piece.slice(1);
  return /^[A-Za-z_]/.test(name) ? valueOf(name, 0, context) : { ...context.place, reason: "expansion" };
}

/** `${NAME}`, `${NAME[index]}`, and what stands for a variable that is empty: bash(1), "Parameter Expansion". */
function braces(inside: string, context: Context): Piece {
  const [, name, subscript, operator, word = ""] =
    /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?(?:(:?[-+])([^]*))?$/.exec(inside) ?? [];
  if (name === undefined) return { ...context.place, reason: "expansion" };
  const index = subscript === undefined ? 0 : arithmetic(subscript, context);
  if (typeof index !== "number") return index;
  // Without the colon, empty and not set are two things; here they are one.
  if (operator === "-" || operator === "+") return { ...context.place, reason: "expansion" };
  const value = valueOf(name, index, context);
  if (operator === undefined || typeof value !== "string") return value;
  const useWord = operator === ":-" ? value === "" : value !== "";
  if (useWord) return piecesOf(word, context, false);
  return operator === ":-" ? value : "";
}

function valueOf(name: string, index: number, { variables, place }: Context): Piece {
  const value = variables.value(name, index, place);
  return value.known ? value.text : value.unread;
}
