import { bareValue } from "./config.ts";

/** A symbol on which the files of one headers tree disagree. Values are as in `.config`; absent is "not set", or no such file. */
export interface Contradiction {
  readonly symbol: string;
  /** In `.config`. */
  readonly config?: string;
  /** In `include/config/auto.conf`. */
  readonly forMake?: string;
  /** In `include/generated/autoconf.h`. */
  readonly forCompiler?: string;
}

/** Where the configuration of a headers tree contradicts itself. */
export interface HeadersContradictions {
  /** Name of each file that was compared; absent when the tree has none. */
  readonly files: {
    /** `.config`, which a person changes and `make oldconfig` writes. */
    readonly config?: string;
    /** `include/config/auto.conf`, which Makefiles include. */
    readonly forMake?: string;
    /** `include/generated/autoconf.h`, which every file of a module is compiled with. */
    readonly forCompiler?: string;
  };
  readonly contradictions: readonly Contradiction[];
}

/** The configuration of a headers tree, in the three files that hold it; texts, absent where the tree has no such file. */
export interface HeadersTexts {
  readonly config?: string;
  readonly forMake?: string;
  /** With `#define`s. */
  readonly forCompiler?: string;
}

/**
 * The symbols on which the files disagree. conf_write_autoconf() in scripts/kconfig/confdata.c writes `auto.conf` and
 * `autoconf.h` from the values of `.config`: `y` as `1`, `m` as `CONFIG_X_MODULE 1`, a hexadecimal number with `0x`.
 */
export function contradictionsIn(texts: HeadersTexts): readonly Contradiction[] {
  const files = filesOf(texts);
  const lines = files.config ?? files.forMake;
  if (!lines) return [];
  const there = [files.config, files.forMake, files.forCompiler].flatMap((one) => one ?? []);
  const found: Contradiction[] = [];
  for (const symbol of new Set(there.flatMap((one) => [...one.keys()]))) {
    const value = lines.get(symbol);
    if (there.some((one) => one.get(symbol) !== value)) found.push(contradictionOn(symbol, files));
  }
  return found;
}

/** What each file sets, in the form of `.config`. */
interface Files {
  readonly config: Settings | undefined;
  readonly forMake: Settings | undefined;
  readonly forCompiler: Settings | undefined;
}

const mapped = <T, R>(value: T | undefined, map: (value: T) => R): R | undefined =>
  value === undefined ? undefined : map(value);

function filesOf(texts: HeadersTexts): Files {
  const config = mapped(texts.config, settings);
  const defines = mapped(texts.forCompiler, definesIn);
  const forMake = mapped(texts.forMake, (text) => quotedAs(settings(text), both(defines, config)));
  return { config, forMake, forCompiler: mapped(defines, (all) => asSettings(all, both(forMake, config))) };
}

/** What two files set; the second has the last word. */
const both = (a: Settings | undefined, b: Settings | undefined): Settings =>
  new Map([...(a ?? []), ...(b ?? [])]);

function contradictionOn(symbol: string, files: Files): Contradiction {
  const [a, b, c] = [files.config, files.forMake, files.forCompiler].map((one) => one?.get(symbol));
  return {
    symbol,
    ...(a !== undefined && { config: a }),
    ...(b !== undefined && { forMake: b }),
    ...(c !== undefined && { forCompiler: c }),
  };
}

/** The configuration of which the files disagree as `autoconf.h` has it. */
export function asCompiled(config: string, contradictions: readonly Contradiction[]): string {
  const disputed = new Set(contradictions.map(({ symbol }) => symbol));
  const agreed = config.split("\n").filter((line) => !disputed.has(/^CONFIG_\w+/.exec(line)?.[0] ?? ""));
  const compiled = contradictions.flatMap(({ symbol, forCompiler }) =>
    forCompiler === undefined ? [] : [`${symbol}=${forCompiler}`],
  );
  return [...agreed, ...compiled, ""].join("\n");
}

type Settings = ReadonlyMap<string, string>;

/** Symbols that are set; `n` and "is not set" are the same. */
function settings(text: string): Settings {
  const found = new Map<string, string>();
  for (const [, symbol = "", value = ""] of text.matchAll(/^(CONFIG_\w+)=([^\r\n]*)/gm)) {
    if (value === "n") found.delete(symbol);
    else found.set(symbol, value);
  }
  return found;
}

/** `auto.conf` with quotes around strings, as the other files have them; it had them in Linux 5.10, and not in 6.1. */
function quotedAs(forMake: Settings, others: Settings): Settings {
  return new Map(
    Array.from(forMake, ([symbol, value]) => {
      const other = others.get(symbol);
      return [symbol, other !== undefined && isQuoted(other, value) ? other : value];
    }),
  );
}

const isQuoted = (text: string, value: string): boolean => text.startsWith('"') && bareValue(text) === value;

/** The names that are defined, as they stand there. */
const definesIn = (text: string): Settings =>
  new Map(
    Array.from(text.matchAll(/^#define (CONFIG_\w+) ([^\r\n]*)/gm), ([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );

/** What the other files would say, for those defines that they do not say otherwise. */
function asSettings(defines: Settings, others: Settings): Settings {
  const found = new Map<string, string>();
  for (const [name, value] of defines) {
    const base = /^(CONFIG_\w+)_MODULE$/.exec(name)?.[1];
    // A symbol may itself be named so; then it is among the others.
    if (base !== undefined && value === "1" && !others.has(name)) found.set(base, "m");
    else found.set(name, asWritten(value, others.get(name)));
  }
  return found;
}

/** `1` is also `y`, and `0x1f` also a hexadecimal `1f`: what the symbol has elsewhere tells its type. */
function asWritten(value: string, other: string | undefined): string {
  if (value === "1") return other === undefined || other === "y" || other === "m" ? "y" : "1";
  return other !== undefined && `0x${other}` === value ? other : value;
}
