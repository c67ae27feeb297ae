import { FormatError } from "../../io/format-error.ts";

/** A token of the preprocessor, without what only C tells apart. */
export interface Token {
  readonly kind: "identifier" | "number" | "string" | "punctuator";
  readonly text: string;
  /** In bytes from the start of the header. */
  readonly at: number;
}

/** A line that begins with `#`: `#ifdef CONFIG_X` is the name `ifdef` and one token. */
export interface Directive {
  readonly kind: "directive";
  /** `""` for a lone `#`. */
  readonly text: string;
  readonly at: number;
  readonly tokens: readonly Token[];
}

/** The kernel's largest header that it does not keep for a single driver has 200 kB. */
export const MAX_HEADER = 8 << 20;

const latin1 = new TextDecoder("latin1");

// Each alternative is linear. A string that nothing ends takes the rest of its line: an apostrophe in the words of an #error.
const TOKEN =
  /(?:[ \t\f\v\r]|\\\r?\n|\/\/(?:\\\r?\n|[^\n])*)+|\n|\/\*|[A-Za-z_$][\w$]*|\.?\d(?:[eEpP][+-]|[\w.])*|"(?:\\[^\n]|[^"\\\n])*"|'(?:\\[^\n]|[^'\\\n])*'|["'][^\n]*|##|&&|\|\||[=!<>]=|<<|>>|->|\.\.\.|[^]/y;

/**
 * Tokens and directives of a header, in its order; comments are gone and continued lines are joined. Phases 2 to 4 of
 * translation (C11, 5.1.1.2), but that nobody continues a line within a name.
 *
 * @throws {FormatError} if it is larger than {@link MAX_HEADER}, holds a NUL, or a comment has no end.
 */
export function* tokensOf(bytes: Uint8Array, source: string): Iterable<Token | Directive> {
  if (bytes.length > MAX_HEADER)
    throw new FormatError(source, 0, `${bytes.length} bytes; at most ${MAX_HEADER} are read of a header`);
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw new FormatError(source, nul, "a header is text; a NUL was found");
  let directive: { text: string | undefined; at: number; tokens: Token[] } | undefined;
  let lineStarts = true;
  for (const token of pieces(latin1.decode(bytes), source)) {
    if (token === "newline") {
      if (directive) yield { kind: "directive", ...directive, text: directive.text ?? "" };
      directive = undefined;
      lineStarts = true;
      continue;
    }
    if (directive) {
      if (directive.text === undefined) directive.text = token.text;
      else directive.tokens.push(token);
    } else if (lineStarts && token.text === "#" && token.kind === "punctuator") {
      directive = { text: undefined, at: token.at, tokens: [] };
    } else yield token;
    lineStarts = false;
  }
  if (directive) yield { kind: "directive", ...directive, text: directive.text ?? "" };
}

function* pieces(text: string, source: string): Iterable<Token | "newline"> {
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    TOKEN.test(text);
    const found = text.slice(at, TOKEN.lastIndex);
    if (found === "\n") yield "newline";
    else if (found === "/*") {
      const close = text.indexOf("*/", TOKEN.lastIndex);
      if (close < 0) throw new FormatError(source, at, "a comment that does not end");
      at = close + 2;
      continue;
    } else if (!isBlank(found)) yield { kind: kindOf(found), text: found, at };
    at += found.length;
  }
}

/** White space, a continued line, or a comment to the end of the line. */
const isBlank = (text: string): boolean =>
  " \t\f\v\r".includes(text.charAt(0)) || (text.length > 1 && /^(?:\\|\/\/)/.test(text));

function kindOf(text: string): Token["kind"] {
  const code = text.charCodeAt(0);
  if ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) return "identifier";
  if (text.startsWith("_") || text.startsWith("$")) return "identifier";
  if ((code >= 0x30 && code <= 0x39) || (text.startsWith(".") && text.length > 1 && text !== "..."))
    return "number";
  return text.length > 1 && (text.startsWith('"') || text.startsWith("'")) && text.endsWith(text.charAt(0))
    ? "string"
    : "punctuator";
}
