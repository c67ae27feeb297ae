/**
 * A kernel configuration: `CONFIG_X=y` lines, as Kconfig writes them (`.config`, `/boot/config-*`, `auto.conf`).
 *
 * Kept as text and searched when asked: of 10,000 symbols a verdict wants some dozen.
 */
export interface Config {
  /** Starts and ends with a newline; `\n` only. */
  readonly text: string;
}

/** A configuration from a file's text. */
export function configOf(text: string): Config {
  return { text: `\n${text.replaceAll("\r\n", "\n")}\n` };
}

/**
 * The value of `symbol` (`"CONFIG_MODVERSIONS"`): `"y"`, `"m"`, a number or a string, quotes removed.
 * `undefined` when it is not set: for Kconfig "not set" and "not there" are the same for a bool or tristate.
 */
export function configValue(config: Config, symbol: string): string | undefined {
  let values = answered.get(config);
  if (!values) answered.set(config, (values = new Map<string, string | undefined>()));
  if (!values.has(symbol)) values.set(symbol, search(config.text, symbol));
  return values.get(symbol);
}

// The same dozen questions for each of 4,000 modules; a search for what is not set walks all the text.
const answered = new WeakMap<Config, Map<string, string | undefined>>();

function search(text: string, symbol: string): string | undefined {
  const line = `\n${symbol}=`;
  let at = text.indexOf(line);
  if (at < 0) return undefined;
  // The last one counts. Forwards, because searching backwards takes five times as long.
  for (let next = at; next >= 0; next = text.indexOf(line, next + 1)) at = next;
  const start = at + symbol.length + 2;
  const value = text.slice(start, text.indexOf("\n", start));
  return bareValue(value);
}

/** `"text"` without its quotes and what they make necessary; anything else as it is. */
export function bareValue(value: string): string {
  const isQuoted = value.startsWith('"') && value.endsWith('"') && value.length > 1;
  return isQuoted ? value.slice(1, -1).replaceAll(/\\(.)/g, "$1") : value;
}

/** Whether `symbol` is `y` (or `m`). */
export function configured(config: Config, symbol: string): boolean {
  const value = configValue(config, symbol);
  return value === "y" || value === "m";
}
