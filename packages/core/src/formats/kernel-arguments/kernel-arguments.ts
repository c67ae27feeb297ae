import type { Argument, Arguments } from "../../model/state.ts";

/** isspace() of lib/ctype.c, as far as ASCII goes. */
const SPACE = /[ \t\n\v\f\r]/;

/**
 * Takes a kernel command line, or the parameters of a module, apart: parse_args() in kernel/params.c. Quotes keep
 * spaces together; those around a whole word or a whole value are taken off.
 */
export function parseKernelArguments(text: string): Arguments {
  const list: Argument[] = [];
  let at = skipSpaces(text, 0);
  while (at < text.length) {
    const { argument, end } = nextArgument(text, at);
    at = skipSpaces(text, end);
    if (argument.name === "--" && argument.value === undefined) return { list, afterDashes: text.slice(at) };
    list.push(argument);
  }
  return { list };
}

/** parameqn() in kernel/params.c: `-` and `_` are the same in a name. */
export const sameParameter = (a: string, b: string): boolean =>
  a.replaceAll("-", "_") === b.replaceAll("-", "_");

/** next_arg() in lib/cmdline.c. */
function nextArgument(text: string, start: number): { argument: Argument; end: number } {
  const quoted = text[start] === '"';
  const from = quoted ? start + 1 : start;
  const { equals, end } = extent(text, from, quoted);
  const valueQuoted = equals >= 0 && text[equals + 1] === '"';
  const last = (quoted || valueQuoted) && end > from && text[end - 1] === '"' ? end - 1 : end;
  if (equals < 0) return { argument: { name: text.slice(from, last) }, end };
  const value = text.slice(equals + (valueQuoted ? 2 : 1), last);
  return { argument: { name: text.slice(from, equals), value }, end };
}

/** Where a word ends, and where its first equals sign is, -1 without one. */
function extent(text: string, from: number, quoted: boolean): { equals: number; end: number } {
  let inQuotes = quoted;
  let equals = -1;
  let end = from;
  for (; end < text.length; end += 1) {
    const letter = text.charAt(end);
    if (!inQuotes && SPACE.test(letter)) break;
    // An equals sign at the very start is part of the name.
    if (letter === "=" && equals < 0 && end > from) equals = end;
    if (letter === '"') inQuotes = !inQuotes;
  }
  return { equals, end };
}

function skipSpaces(text: string, start: number): number {
  let at = start;
  while (at < text.length && SPACE.test(text.charAt(at))) at += 1;
  return at;
}
