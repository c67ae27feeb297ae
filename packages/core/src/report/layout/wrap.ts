import { eastAsianWidth } from "get-east-asian-width";

/**
 * Characters between which a line may break without a space: Han, kana and full-width punctuation. Those beyond the
 * basic plane are rare enough to stay together: a class that has them takes 5 ms to compile, a tenth of a whole run.
 */
const wide = String.raw`\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6`;
const isWide = new RegExp(`[${wide}]`);
/** Code in backticks, one wide character, white space, or a run of anything else. */
const tokens = new RegExp(`(?<space>\\s+)|\`[^\`]*\`|[${wide}]|\`|[^\\s\`${wide}]+`, "g");

/** No line starts with these, none ends with those. GB/T 15834 forbids it for Chinese punctuation. */
const neverFirst = /^[，。、；：？！）」』】》〉”’…,.;:?!)\]}]/;
const neverLast = /[（「『【《〈“‘([{]$/;

const isAscii = /^[ -~]*$/;

/** Columns that `text` takes on a terminal; a Chinese character takes two. */
export function widthOf(text: string): number {
  if (isAscii.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += eastAsianWidth(character.codePointAt(0) ?? 0);
  return width;
}

/** `text` filled up with spaces to `width` columns. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** What stays on one line, and whether a space stands before it. */
interface Word {
  text: string;
  readonly spaced: boolean;
}

/**
 * Breaks `text` into lines of at most `width` columns. Code in backticks stays whole while it fits into a line; a path
 * or a symbol that does not fit is left too long, so that it can be copied.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const { text: word, spaced } of words(text).flatMap((whole) => fitting(whole, width))) {
    const joined = line === "" ? word : `${line}${spaced ? " " : ""}${word}`;
    if (line === "" || widthOf(joined) <= width) line = joined;
    else {
      lines.push(line);
      line = word;
    }
  }
  return line === "" ? lines : [...lines, line];
}

function words(text: string): readonly Word[] {
  const all: Word[] = [];
  let spaced = false;
  let before = "";
  for (const { 0: token, groups } of text.matchAll(tokens)) {
    if (groups?.["space"] !== undefined) {
      spaced = true;
      continue;
    }
    const last = all.at(-1);
    if (last && !spaced && !mayBreak(before, token)) last.text += token;
    else all.push({ text: token, spaced });
    spaced = false;
    before = token;
  }
  return all;
}

const mayBreak = (before: string, after: string): boolean =>
  (isWide.test(before) || isWide.test(after)) && !neverFirst.test(after) && !neverLast.test(before);

/** A word with spaces inside (a command) that is wider than a line breaks at its spaces. */
function fitting(word: Word, width: number): readonly Word[] {
  if (widthOf(word.text) <= width) return [word];
  return word.text
    .split(" ")
    .map((text, index) => (index === 0 ? { text, spaced: word.spaced } : { text, spaced: true }));
}
