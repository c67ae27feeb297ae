import { hexadecimalIn, type Setting, settingsIn } from "./settings.ts";
import { inOrderOfKconfig } from "./symbol-order.ts";

/** The files that Kconfig writes from a `.config`, as texts. */
export interface WrittenConfiguration {
  /** `include/config/auto.conf`, for make. */
  readonly forMake: string;
  /** `include/generated/autoconf.h`, for C. */
  readonly forCompiler: string;
  /** `include/generated/rustc_cfg`, for Rust (since Linux 6.1). */
  readonly forRust: string;
}

/** What headers have of these files now: it tells how their Kconfig writes. Absent is "no such file". */
export interface WrittenBefore {
  readonly forMake?: string | undefined;
  readonly forCompiler?: string | undefined;
  /** Whether `auto.conf` has strings with quotes where no string of `forMake` tells it: it had them up to Linux 5.16. */
  readonly quotes: boolean;
}

/**
 * What `conf --syncconfig` writes from a `.config` that is whole: conf_write_autoconf() in scripts/kconfig/confdata.c. No
 * rule of Kconfig is asked: all values are taken as they stand there.
 *
 * @param config the text of a `.config`, its first lines included
 */
export function writtenFrom(config: string, before: WrittenBefore): WrittenConfiguration {
  const { forMake = "", forCompiler = "" } = before;
  const settings = settingsIn(config, hexadecimalIn(`${config}\n${forMake}`, forCompiler));
  const bySymbol = new Map(settings.map((setting) => [setting.symbol, setting]));
  const written = forMake === "" ? definedIn(forCompiler, bySymbol) : setIn(forMake);
  const ordered = inOrderOfKconfig([...bySymbol.keys()], written).flatMap(
    (symbol) => bySymbol.get(symbol) ?? [],
  );
  const quotes = hasQuotes(settings, forMake) ?? before.quotes;
  const title = titleOf(config);
  return {
    forMake: heading(title, "#", "#", "#") + ordered.map((one) => makeLine(one, quotes)).join(""),
    forCompiler: headingOfC(title, forCompiler, quotes) + ordered.map(defineLine).join(""),
    forRust: ordered.map(rustLine).join(""),
  };
}

/** `Linux/arm64 6.12.95 Kernel Configuration`: the third line of a `.config`. */
const titleOf = (config: string): string => /^# (.* Kernel Configuration)\r?$/m.exec(config)?.[1] ?? "";

/** conf_write_heading() */
const heading = (title: string, first: string, each: string, last: string): string =>
  `${first}\n${each} Automatically generated file; DO NOT EDIT.\n${each} ${title}\n${last}\n`;

/** Up to Linux 5.13 header_print_comment() framed it with empty lines. */
function headingOfC(title: string, before: string, isOld: boolean): string {
  const isFramed = before === "" ? isOld : before.startsWith("/*\n *\n");
  return isFramed ? heading(title, "/*\n *", " *", " *\n */") : heading(title, "/*", " *", " */");
}

const setIn = (forMake: string): readonly string[] =>
  Array.from(forMake.matchAll(/^(CONFIG_\w+)=/gm), ([, symbol = ""]) => symbol);

/** A symbol that is `m` is defined under another name. */
const definedIn = (forCompiler: string, symbols: ReadonlyMap<string, unknown>): readonly string[] =>
  Array.from(forCompiler.matchAll(/^#define (CONFIG_\w+)/gm), ([, name = ""]) =>
    symbols.has(name) ? name : name.replace(/_MODULE$/, ""),
  );

/** Whether the strings of an `auto.conf` stand in quotes; `undefined` where it has no string that shows it. */
function hasQuotes(settings: readonly Setting[], forMake: string): boolean | undefined {
  const strings = new Set(settings.flatMap(({ symbol, kind }) => (kind === "string" ? [symbol] : [])));
  for (const [, symbol = "", value = ""] of forMake.matchAll(/^(CONFIG_\w+)=(.*)$/gm)) {
    if (strings.has(symbol)) return value.startsWith('"');
  }
  return undefined;
}

/** escape_string_value() */
const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, "\\$&")}"`;

/** print_symbol_for_autoconf() */
const makeLine = ({ symbol, kind, value }: Setting, quotes: boolean): string =>
  `${symbol}=${kind === "string" && quotes ? quoted(value) : value}\n`;

const withPrefix = ({ kind, value }: Setting): string =>
  kind === "hex" && !/^0[xX]/.test(value) ? `0x${value}` : value;

/** print_symbol_for_c() */
function defineLine(setting: Setting): string {
  const { symbol, kind, value } = setting;
  if (kind === "tristate") return `#define ${symbol}${value === "m" ? "_MODULE" : ""} 1\n`;
  return `#define ${symbol} ${kind === "string" ? quoted(value) : withPrefix(setting)}\n`;
}

/** print_symbol_for_rustccfg() */
function rustLine(setting: Setting): string {
  const { symbol, kind } = setting;
  const line = `--cfg=${symbol}=${quoted(withPrefix(setting))}\n`;
  return kind === "tristate" ? `--cfg=${symbol}\n${line}` : line;
}
