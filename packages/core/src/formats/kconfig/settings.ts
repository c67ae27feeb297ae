import { bareValue } from "../../model/config.ts";

/** A symbol that a configuration sets, as Kconfig knows it. */
export interface Setting {
  /** With its prefix: `"CONFIG_MODULES"`. */
  readonly symbol: string;
  /** What Kconfig declares it as, as far as its value shows that: bool and tristate are one, so are decimal numbers of any kind. */
  readonly kind: "tristate" | "number" | "hex" | "string";
  /** `"y"`, `"m"`, the digits as they stand there, or the text of a string without its quotes. */
  readonly value: string;
}

/**
 * What a `.config` sets, in its order; of a symbol that is set twice the last value, as conf_read_simple() in
 * scripts/kconfig/confdata.c takes it. What is not set is left out.
 *
 * @param hexadecimal symbols whose value is to be taken for hexadecimal though it has neither `0x` nor a letter
 */
export function settingsIn(text: string, hexadecimal: ReadonlySet<string> = new Set()): readonly Setting[] {
  const found = new Map<string, Setting>();
  const lines = /^(?:# (CONFIG_\w+) is not set|(CONFIG_\w+)=([^\r\n]*))\r?$/gm;
  for (const [, unset, symbol = "", value = ""] of text.matchAll(lines)) {
    if (unset !== undefined || value === "n") found.delete(unset ?? symbol);
    else found.set(symbol, { symbol, ...kindOf(value, hexadecimal.has(symbol)) });
  }
  return [...found.values()];
}

function kindOf(value: string, isHexadecimal: boolean): Pick<Setting, "kind" | "value"> {
  if (value === "y" || value === "m") return { kind: "tristate", value };
  if (value.startsWith('"')) return { kind: "string", value: bareValue(value) };
  const isDecimal = /^-?\d+$/.test(value) && !isHexadecimal;
  return { kind: isDecimal ? "number" : "hex", value };
}

/**
 * The symbols that `autoconf.h` defines with `0x` before a value that has none in `auto.conf` or `.config`: what they are
 * declared as is not to be seen from those.
 */
export function hexadecimalIn(config: string, autoconf: string): ReadonlySet<string> {
  const found = new Set<string>();
  const defined = new Map(
    Array.from(autoconf.matchAll(/^#define (CONFIG_\w+) 0x(\d+)\r?$/gm), ([, name = "", digits = ""]) => [
      name,
      digits,
    ]),
  );
  for (const [, symbol = "", digits = ""] of config.matchAll(/^(CONFIG_\w+)=(\d+)\r?$/gm)) {
    if (defined.get(symbol) === digits) found.add(symbol);
  }
  return found;
}
