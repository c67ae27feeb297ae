/** A line of a Makefile as make reads it. */
export interface LogicalLine {
  /** 1-based, of its first line in the file. */
  readonly line: number;
  /** Continued lines are joined by a space, and the comment is gone. What it begins with is left as it is. */
  readonly text: string;
}

/** The lines of a Makefile that are not empty: joined where a backslash ends one, without comments. */
export function logicalLines(text: string): readonly LogicalLine[] {
  const found: LogicalLine[] = [];
  let start = 0;
  let parts: string[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (parts.length === 0) start = index + 1;
    const backslashes = /\\*$/.exec(raw)?.[0].length ?? 0;
    // An even number of them are backslashes; the last of an odd number continues the line.
    const continues = backslashes % 2 === 1;
    const part = continues ? raw.slice(0, -1) : raw;
    parts.push(parts.length === 0 ? part.trimEnd() : part.trim());
    if (continues) continue;
    add(found, start, parts);
    parts = [];
  }
  if (parts.length > 0) add(found, start, parts);
  return found;
}

function add(found: LogicalLine[], line: number, parts: readonly string[]): void {
  const whole = parts.join(" ");
  // A recipe goes to the shell as it is, where # may stand in quotes.
  const text = whole.startsWith("\t") ? whole.trimEnd() : withoutComment(whole).trimEnd();
  if (text.trim() !== "") found.push({ line, text });
}

/** make takes every `#` that has no backslash before it. */
function withoutComment(line: string): string {
  const at = /(?<!\\)#/.exec(line)?.index;
  return at === undefined ? line : line.slice(0, at);
}
