import { configHeader, parseConfig } from "../../formats/kconfig/kconfig.ts";
import { readAll } from "../../io/byte-source.ts";
import { FormatError } from "../../io/format-error.ts";
import { type Config, configOf } from "../../model/config.ts";
import { MAX_CONFIG } from "../../sources/common/limits.ts";
import { type HeadersTrees, textIn } from "./trees.ts";

/** The three places in which headers keep one configuration: for Kconfig, for make, for C. */
export const configurationFiles = [
  ".config",
  "include/config/auto.conf",
  "include/generated/autoconf.h",
] as const;
export type ConfigurationFile = (typeof configurationFiles)[number];

/** A symbol that two of them set differently. Values without quotes; `undefined` is "not set". */
export interface Contradiction {
  readonly symbol: string;
  readonly files: readonly [ConfigurationFile, ConfigurationFile];
  readonly values: readonly [string | undefined, string | undefined];
}

/** What headers were configured with. */
export interface HeadersConfiguration {
  /** The files that are there and can be read. `.config` may be left away: nothing of a module's build reads it. */
  readonly found: readonly ConfigurationFile[];
  /** What is wrong with one that cannot be read. */
  readonly damaged: readonly string[];
  /** Where they contradict each other, and what they do. */
  readonly contradictions: readonly Contradiction[];
  /**
   * What modules are built with: `auto.conf`, else `.config`; where `autoconf.h` contradicts it, as C sees it. Absent when
   * neither of the two is there.
   */
  readonly config?: Config;
  /** The file that `config` was read from. */
  readonly file?: ConfigurationFile;
  /** `ARCH`, as the first lines of a configuration tell it: `"arm64"`, `"x86"`; absent when they do not. */
  readonly arch?: string;
}

/** Reads the three files, and compares them. Damage is told, and does not hide the others. */
export async function readConfigurations(trees: HeadersTrees): Promise<HeadersConfiguration> {
  const damaged: string[] = [];
  const values = new Map<ConfigurationFile, Values>();
  let arch: string | undefined;
  for (const file of configurationFiles) {
    const text = await readText(trees, file, damaged);
    if (text === undefined) continue;
    values.set(file, file === "include/generated/autoconf.h" ? defined(text) : set(text));
    arch ??= configHeader({ text })?.arch;
  }
  const contradictions = contradictionsIn(values);
  const file = (["include/config/auto.conf", ".config"] as const).find((one) => values.has(one));
  const config = file && asSeenByC(values.get(file) ?? new Map(), contradictions);
  return {
    found: [...values.keys()],
    damaged,
    contradictions,
    ...(config && { config, file }),
    ...(arch !== undefined && { arch }),
  };
}

/** The settings, with what autoconf.h has instead. */
function asSeenByC(settings: Values, contradictions: readonly Contradiction[]): Config {
  const seen = new Map(settings);
  for (const { symbol, files, values } of contradictions) {
    if (files[1] !== "include/generated/autoconf.h") continue;
    const [mine, theirs] = values;
    const isTristate = symbol.endsWith("_MODULE") && (theirs ?? mine) === "1";
    const base = isTristate && !settings.has(symbol) ? symbol.slice(0, -"_MODULE".length) : symbol;
    if (theirs === undefined) {
      // One that is `y` for C in place of `m` has a definition of its own.
      if (base === symbol || seen.get(base) === "m") seen.delete(base);
    } else if (theirs !== "1") seen.set(base, theirs);
    else seen.set(base, base === symbol ? "y" : "m");
  }
  return configOf(Array.from(seen, ([symbol, value]) => `${symbol}=${spelt(value)}`).join("\n"));
}

async function readText(
  { output }: HeadersTrees,
  file: ConfigurationFile,
  damaged: string[],
): Promise<string | undefined> {
  try {
    const source = await output.open(file);
    if (!source) return undefined;
    parseConfig(await readAll(source, MAX_CONFIG), source.name);
    return await textIn(output, file, MAX_CONFIG);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    damaged.push(error.message);
    return undefined;
  }
}

/** Symbol to value, without the quotes of a string: auto.conf has had none since 5.18. */
type Values = ReadonlyMap<string, string>;

const set = (text: string): Values => valuesBy(/^(CONFIG_\w+)=(.*?)\r?$/gm, text);

/** What autoconf.h defines; conf_write_autoconf() in scripts/kconfig/confdata.c. */
const defined = (text: string): Values => valuesBy(/^#define (CONFIG_\w+) (.*?)\r?$/gm, text);

function valuesBy(pattern: RegExp, text: string): Values {
  return new Map(
    [...text.matchAll(pattern)].map(([, symbol = "", value = ""]) => [symbol, bareValue(value)]),
  );
}

/** `"text"` without its quotes and what they make necessary; anything else as it is. */
export function bareValue(value: string): string {
  const text = /^"(.*)"$/.exec(value)?.[1];
  return text === undefined ? value : text.replaceAll(/\\(.)/g, "$1");
}

/** As `.config` spells it. */
const spelt = (value: string): string =>
  /^(?:y|m|-?\d+|0x[\da-f]+)$/i.test(value) ? value : `"${value.replaceAll(/["\\]/g, "\\$&")}"`;

function contradictionsIn(values: ReadonlyMap<ConfigurationFile, Values>): readonly Contradiction[] {
  const found: Contradiction[] = [];
  const [kconfig, make, c] = configurationFiles;
  const pairs = [[make, c], [kconfig, make], ...(values.has(make) ? [] : ([[kconfig, c]] as const))] as const;
  for (const [left, right] of pairs) {
    const [a, b] = [values.get(left), values.get(right)];
    if (!a || !b) continue;
    const [mine, theirs] = right === c ? [definitions(a), b] : [a, b];
    for (const symbol of new Set([...mine.keys(), ...theirs.keys()])) {
      const both = [mine.get(symbol), theirs.get(symbol)] as const;
      if (!agree(both)) found.push({ symbol, files: [left, right], values: both });
    }
  }
  return found;
}

/** What autoconf.h defines for these settings: `m` under another name, and 1 for `y`. */
function definitions(settings: Values): Values {
  const found = new Map<string, string>();
  for (const [symbol, value] of settings) {
    if (value === "m") found.set(`${symbol}_MODULE`, "1");
    else found.set(symbol, value === "y" ? "1" : value);
  }
  return found;
}

/** Kconfig writes `0x` before a hexadecimal number in autoconf.h where `.config` has none. */
const agree = ([a, b]: readonly [string | undefined, string | undefined]): boolean =>
  a === b ||
  (a !== undefined && b !== undefined && hexadecimal(a) === hexadecimal(b) && /^(?:0x)?[\da-f]+$/i.test(a));

const hexadecimal = (value: string): string => value.replace(/^0x/i, "").toLowerCase();
