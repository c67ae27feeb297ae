/** One paragraph of Debian's control format: names in lower case, continuation lines joined with `\n`. */
export type Stanza = ReadonlyMap<string, string>;

/**
 * Reads one paragraph, as `Packages`, `Release` and deb822 source files hold them. `#` lines are comments; a line that
 * is neither a field nor a continuation is left out, as apt does. The first of two equal fields wins.
 *
 * Debian Policy 5.1; deb822(5).
 */
export function parseStanza(text: string): Stanza {
  const fields = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#")) continue;
    if (/^[ \t]/.test(line)) {
      current?.push(line.trim());
      continue;
    }
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const name = line.slice(0, colon).toLowerCase();
    current = [line.slice(colon + 1).trim()];
    if (!fields.has(name)) fields.set(name, current);
  }
  return new Map([...fields].map(([name, lines]) => [name, lines.join("\n").trim()]));
}

/** The paragraphs of `text`, in order. */
export function parseStanzas(text: string): Stanza[] {
  return text
    .split(/\r?\n[ \t]*\r?\n/)
    .map(parseStanza)
    .filter((stanza) => stanza.size > 0);
}

/** The words of a field that lists them; none when the field is absent. */
export const words = (field: string | undefined): string[] => field?.split(/\s+/).filter(Boolean) ?? [];
