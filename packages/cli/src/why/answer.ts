import {
  type Configuration,
  configHeader,
  type Fact,
  type Config,
  InputError,
  configurationsIn,
} from "@kofit/core";
import { type Contradiction, contradictions } from "./contradictions.ts";
import { type Explained, explained, parting, type Parting, type Seen, seen } from "./explained.ts";
import { findRules, type FoundRules, treeAt } from "./kernel-source.ts";

/** What was asked. */
export interface Question {
  /** `CONFIG_X`. */
  readonly symbol: string;
  readonly headers: string;
  readonly source: string | undefined;
  /** The configuration of a kernel beside it; absent when none was given. */
  readonly kernel?: { readonly name: string; readonly config: Fact<Config> };
}

/** A symbol in the headers, and what more is known of it. */
export interface Answer {
  readonly symbol: string;
  readonly headers: string;
  /** The file of the headers that counts. */
  readonly configuration: Configuration;
  readonly contradictions: readonly Contradiction[];
  /** Absent when no Kconfig files were found. */
  readonly rules?: FoundRules;
  /** `VERSION.PATCHLEVEL.SUBLEVEL` of the headers; absent when their configuration does not tell. */
  readonly version?: string;
  readonly here: Seen | Explained;
  readonly kernel?: KernelAnswer;
}

/** The same symbol in a kernel's configuration. */
export interface KernelAnswer {
  readonly name: string;
  /** Absent when the kernel's configuration is not known; then `unknown` says why. */
  readonly there?: Seen | Explained;
  readonly unknown?: Extract<Fact<Config>, { readonly known: false }>;
  /** Where both part; absent when they do not, or the rules are not there. */
  readonly parting?: Parting;
}

export const isExplained = (seen: Seen): seen is Explained => "chain" in seen;

/**
 * Reads headers and rules, and explains.
 *
 * @throws {InputError} if there is no configuration in the headers.
 * @throws {FormatError} if one is damaged.
 */
export async function answer({ symbol, headers, source, kernel }: Question): Promise<Answer> {
  const configurations = await configurationsIn(treeAt(headers));
  const [configuration] = configurations;
  if (!configuration) {
    throw new InputError({
      en: `${headers} has no configuration: neither .config nor include/config/auto.conf nor include/generated/autoconf.h`,
      zh: `${headers} 中没有配置文件：.config、include/config/auto.conf 和 include/generated/autoconf.h 都不存在`,
    });
  }
  const header = configurations
    .map(({ config }) => configHeader(config))
    .find((found) => found !== undefined);
  const rules = header && (await findRules(headers, source, header.arch));
  const look = (config: Config): Seen | Explained =>
    rules ? explained(symbol, config, rules) : seen(symbol, config);
  const here = look(configuration.config);
  return {
    symbol,
    headers,
    configuration,
    contradictions: contradictions(configurations, symbol),
    ...(rules && { rules }),
    ...(header && { version: header.kernelVersion }),
    here,
    ...(kernel && { kernel: beside(here, kernel, look) }),
  };
}

function beside(
  here: Seen | Explained,
  { name, config }: NonNullable<Question["kernel"]>,
  look: (config: Config) => Seen | Explained,
): KernelAnswer {
  if (!config.known) return { name, unknown: config };
  const there = look(config.value);
  const parted = isExplained(here) && isExplained(there) ? parting(here, there) : undefined;
  return { name, there, ...(parted && { parting: parted }) };
}
