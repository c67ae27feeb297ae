/**
 * What a terminal would act on instead of showing: control characters (ESC, and the C1 codes that some terminals take
 * for it), marks that reorder or hide text (`Cf`: U+202E and its kin, zero-width characters), separators, lone
 * surrogates and what Unicode leaves undefined.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\p{Co}]/gu;

/** Longest text that is printed as one paragraph: no name in a kernel has as many characters. */
const LONGEST = 2000;

/** `text` with everything that a terminal would act on written as `\x1b` or `\u202e`: names come from strangers. */
export function visible(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return short.replaceAll(hidden, escaped);
}

/** JSON text with the same characters as `\u….`: inside a JSON string that is the same value. */
export function visibleJson(json: string): string {
  return json.replaceAll(hidden, (character) => (character === "\n" ? character : utf16(character)));
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : utf16(character);
}

/** JSON and JavaScript escapes count UTF-16 units. */
function utf16(character: string): string {
  return Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`,
  ).join("");
}
