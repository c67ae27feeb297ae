import {
  type Config,
  type Configuration,
  type Configurations,
  type ConfigHeader,
  configHeader,
  type Fact,
  type FormatError,
  InputError,
  mayBeElsewhere,
  configurationsOf,
  sourceArch,
} from "@kofit/core";
import { nearest } from "../frame/nearest.ts";
import { UsageError } from "../frame/usage-error.ts";
import { type Contradiction, contradictions } from "./contradictions.ts";
import { type Explained, explained, hasLine, parting, type Parting, type Seen, seen } from "./explained.ts";
import { findRules, type FoundRules, type Rules, treeAt } from "./kernel-source.ts";

/** What was asked: a symbol of headers, of a kernel, or of both. */
export interface Question {
  /** `CONFIG_X`. */
  readonly symbol: string;
  readonly headers?: string;
  readonly source?: string;
  readonly kernel?: AskedKernel;
}

/** A kernel that was given. */
export interface AskedKernel {
  readonly name: string;
  readonly config: Fact<Config>;
  /** Those of its inputs that are directories: one may be its build tree. */
  readonly directories: readonly string[];
}

/** A symbol in headers, in a kernel or in both, and what more is known of it. */
export interface Answer {
  readonly symbol: string;
  readonly headers?: InHeaders;
  readonly kernel?: InKernel;
  /** Absent when no Kconfig files were found. */
  readonly rules?: FoundRules;
  /** Where they were looked for in vain; absent when the configuration does not tell which architecture's are meant. */
  readonly looked?: readonly string[];
  /** `VERSION.PATCHLEVEL.SUBLEVEL` of the configuration; absent when it does not tell. */
  readonly version?: string;
  /** The name that may have been meant, where no configuration has a line about the symbol and no rules tell. */
  readonly near?: string;
}

/** The symbol in a build directory. */
export interface InHeaders {
  readonly directory: string;
  /** The file that counts. */
  readonly file: Configuration["path"];
  readonly contradictions: readonly Contradiction[];
  /** What is wrong with its files that could not be read. */
  readonly damaged: readonly FormatError[];
  readonly seen: Seen | Explained;
}

/** The symbol in a kernel's configuration. */
export interface InKernel {
  readonly name: string;
  /** Absent when the kernel's configuration is not known; then `unknown` says why. */
  readonly seen?: Seen | Explained;
  readonly unknown?: Extract<Fact<Config>, { readonly known: false }>;
  /** What its first lines say, where that is another version or architecture than the headers': `Linux/arm64 6.12.95`. */
  readonly other?: string;
  /** Where headers and kernel part; absent when they do not, or are not both there, or the rules are not. */
  readonly parting?: Parting;
}

export const isExplained = (seen: Seen | undefined): seen is Explained =>
  seen !== undefined && "chain" in seen;

/** The one that the explanation is of: the headers', else the kernel's. */
export const mainOf = ({ headers, kernel }: Answer): Seen | Explained | undefined =>
  headers?.seen ?? kernel?.seen;

/**
 * Reads headers, kernel and rules, and explains.
 *
 * @throws {InputError} if there is no configuration in the headers.
 * @throws {UsageError} if the rules are whole, and neither they nor a configuration have such a symbol.
 * @throws {FormatError} if all configurations of the headers are damaged.
 */
export async function answer(question: Question): Promise<Answer> {
  const { symbol, headers, kernel } = question;
  const { configurations, damaged, configs, header, rules } = await evidenceFor(question);
  const known = rules && "found" in rules ? rules.found : undefined;
  const near = nearestSymbol(symbol, configs, known);
  const look = (config: Config): Seen | Explained =>
    known ? explained(symbol, config, known) : seen(symbol, config);
  const inHeaders = headersAnswer(headers, configurations, symbol, look);
  return {
    symbol,
    ...(inHeaders && { headers: { ...inHeaders, damaged } }),
    ...(kernel && { kernel: kernelAnswer(symbol, kernel, inHeaders?.seen, look, header) }),
    ...(rules && "looked" in rules ? rules : known && { rules: known }),
    ...(header && { version: header.kernelVersion }),
    ...(near !== undefined && { near }),
  };
}

/** What was read for a question. */
interface Evidence extends Configurations {
  /** Those of the headers and the kernel's. */
  readonly configs: readonly Config[];
  /** The first lines of the first of them that has any. */
  readonly header?: ConfigHeader;
  /** Absent when no configuration tells the architecture. */
  readonly rules?: Rules;
}

async function evidenceFor({ headers, source, kernel }: Question): Promise<Evidence> {
  const found = headers === undefined ? undefined : await configurationsIn(headers);
  const { configurations = [], damaged = [] } = found ?? {};
  const theirs = kernel?.config.known ? [kernel.config.value] : [];
  const configs = [...configurations.map(({ config }) => config), ...theirs];
  const header = configs.map((config) => configHeader(config)).find((one) => one !== undefined);
  if (!header) return { configurations, damaged, configs };
  const directories = [...(headers === undefined ? [] : [headers]), ...(kernel?.directories ?? [])];
  const rules = await findRules(directories, source, header.arch);
  return { configurations, damaged, configs, header, rules };
}

async function configurationsIn(headers: string): Promise<Configurations> {
  const found = await configurationsOf(treeAt(headers));
  if (found.configurations.length > 0) return found;
  const [damage] = found.damaged;
  if (damage) throw damage;
  throw new InputError({
    en: `${headers} has no configuration: neither .config nor include/config/auto.conf nor include/generated/autoconf.h`,
    zh: `${headers} 中没有配置文件：.config、include/config/auto.conf 和 include/generated/autoconf.h 都不存在`,
  });
}

function headersAnswer(
  directory: string | undefined,
  configurations: readonly Configuration[],
  symbol: string,
  look: (config: Config) => Seen | Explained,
): Omit<InHeaders, "damaged"> | undefined {
  const [first] = configurations;
  if (directory === undefined || !first) return undefined;
  return {
    directory,
    file: first.path,
    contradictions: contradictions(configurations, symbol),
    seen: look(first.config),
  };
}

function kernelAnswer(
  symbol: string,
  { name, config }: AskedKernel,
  here: Seen | Explained | undefined,
  look: (config: Config) => Seen | Explained,
  header: ConfigHeader | undefined,
): InKernel {
  if (!config.known) return { name, unknown: config };
  const own = configHeader(config.value);
  const other = own && header && headOf(own) !== headOf(header) ? headOf(own) : undefined;
  // The rules of another architecture say nothing of it.
  const alien = own && header && sourceArch(own.arch) !== sourceArch(header.arch);
  const there = alien ? seen(symbol, config.value) : look(config.value);
  const parted = isExplained(here) && isExplained(there) ? parting(here, there) : undefined;
  return {
    name,
    seen: there,
    ...(other !== undefined && { other }),
    ...(parted && { parting: parted }),
  };
}

const headOf = ({ arch, kernelVersion }: ConfigHeader): string =>
  `Linux/${sourceArch(arch)} ${kernelVersion}`;

/**
 * The symbol that was meant by one of which no configuration has a line; `undefined` when none is near, or it is one.
 *
 * @throws {UsageError} if the rules are whole and do not have it.
 */
function nearestSymbol(
  symbol: string,
  configs: readonly Config[],
  rules: FoundRules | undefined,
): string | undefined {
  const name = symbol.replace(/^CONFIG_/, "");
  if (rules?.rules.symbols.has(name) || configs.some((config) => hasLine(config, symbol))) return undefined;
  const names = new Set([
    ...(rules?.rules.symbols.keys() ?? []),
    ...configs.flatMap(({ text }) =>
      Array.from(text.matchAll(/^(?:# )?CONFIG_(\w+)[ =]/gm), ([, one = ""]) => one),
    ),
  ]);
  const near = names.has(name.toUpperCase()) ? name.toUpperCase() : nearest(name, [...names]);
  const meant = near === undefined ? undefined : `CONFIG_${near}`;
  if (!rules || mayBeElsewhere(rules.rules)) return meant;
  throw new UsageError({
    en: `Linux ${rules.version ?? rules.directory} has no ${symbol}${meant === undefined ? "" : `; did you mean ${meant}?`}`,
    zh: `Linux ${rules.version ?? rules.directory} 中没有 ${symbol}${meant === undefined ? "" : `，您是否想用 ${meant}？`}`,
  });
}
