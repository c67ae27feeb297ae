import { changesNoModule, type ConfigDifference } from "@kofit/core";

/**
 * The kernel's `.config` with what the headers set, what it says nothing of, and what changes no module: Debian takes lines
 * about keys and salt out of the file that it installs in `/boot` (debian/rules.real), and leaves them in the headers. Any
 * other symbol that it says nothing of is one that is not there in the kernel.
 *
 * @param text the kernel's
 * @param before the headers' `.config`, or their `auto.conf`
 * @param drift between the two
 */
export function withKept(
  text: string,
  before: { readonly config?: string; readonly forMake?: string },
  drift: readonly ConfigDifference[],
): string {
  const symbols = drift.map(({ symbol }) => symbol);
  const kept = new Set(symbols.filter((symbol) => changesNoModule(symbol) && !isMentioned(text, symbol)));
  if (kept.size === 0 || before.config === undefined) return text;
  return inserted(text.split("\n"), before.config.split("\n"), kept).join("\n");
}

const isMentioned = (text: string, symbol: string): boolean =>
  new RegExp(`^(?:# )?${symbol}(?:=| is not set$)`, "m").test(text);

/** Each line goes where it stands in the headers: behind the same lines, counted from the last that is there once only. */
function inserted(
  lines: readonly string[],
  theirs: readonly string[],
  kept: ReadonlySet<string>,
): readonly string[] {
  const unique = uniqueLines(lines);
  const behind = new Map<number, string[]>();
  let at = HEADING - 1;
  for (const line of theirs.slice(HEADING)) {
    const symbol = /^(CONFIG_\w+)=/.exec(line)?.[1];
    if (symbol !== undefined && kept.has(symbol)) behind.set(at, [...(behind.get(at) ?? []), line]);
    else if (lines[at + 1] === line) at += 1;
    else at = unique.get(line) ?? at;
  }
  return lines.flatMap((line, index) => [line, ...(behind.get(index) ?? [])]);
}

/** Where each line is that is there once. */
function uniqueLines(lines: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (found.has(line)) repeated.add(line);
    found.set(line, index);
  }
  for (const line of repeated) found.delete(line);
  return found;
}

/** Lines of the heading of a `.config`. */
const HEADING = 4;
