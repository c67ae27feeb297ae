import { type Fact, known, type Unknown, unknown } from "../../model/fact.ts";
import type { DkmsConf } from "./dkms-conf.ts";
import type { Directive } from "./directives.ts";
import { matchesPosix } from "./posix-regex.ts";

/** The kernel that dkms builds for. */
export interface DkmsKernel {
  readonly release: string;
  /** As dkms names it, `uname -m`. */
  readonly arch: string;
  /** Whether an option is `y` or `m` in the `.config` of its build directory; `undefined` where there is none. */
  readonly config?: (option: string) => boolean;
}

/**
 * The command that dkms builds with: the last `MAKE` whose `MAKE_MATCH` fits the release, else the first where it has no such
 * condition; `""`: dkms takes its own. read_conf() of dkms.
 */
export function makeCommand(conf: DkmsConf, release: string): Fact<string> {
  const first = conf.value("MAKE_MATCH");
  const indices = conf.indices("MAKE");
  if (!first.known) return first;
  if (!indices.known) return indices;
  let command: Fact<string> = first.value === "" ? conf.value("MAKE") : known("", indices.origin);
  for (const index of indices.value) {
    const condition = conf.value("MAKE_MATCH", index);
    if (!condition.known) return condition;
    if (condition.value === "") continue;
    const fits = matchesPosix(condition.value, release);
    if (fits === undefined) return notMatched("MAKE_MATCH", condition.value);
    if (fits) command = conf.value("MAKE", index);
  }
  return command;
}

/** The patches that dkms applies for a release, names below `patches/`, in their order. */
export function patchesFor(conf: DkmsConf, release: string): Fact<readonly string[]> {
  const indices = conf.indices("PATCH");
  if (!indices.known) return indices;
  const patches: string[] = [];
  for (const index of indices.value) {
    const patch = conf.value("PATCH", index);
    const condition = conf.value("PATCH_MATCH", index);
    if (!patch.known) return patch;
    if (!condition.known) return condition;
    const fits = condition.value === "" || matchesPosix(condition.value, release);
    if (fits === undefined) return notMatched("PATCH_MATCH", condition.value);
    if (fits && patch.value !== "") patches.push(patch.value);
  }
  return known(patches, indices.origin);
}

/** A directive for which dkms does not build, and its value or what in it does not fit. */
export interface Exclusion {
  readonly directive: Directive;
  readonly value: string;
}

/** The directive for which dkms does not build for this kernel; `undefined` where it builds. */
export function excludedBy(conf: DkmsConf, kernel: DkmsKernel): Fact<Exclusion | undefined> {
  const all = [
    byPattern(conf, "BUILD_EXCLUSIVE_KERNEL", kernel.release),
    byPattern(conf, "BUILD_EXCLUSIVE_ARCH", kernel.arch),
    byOptions(conf, kernel),
  ];
  // What excludes for certain counts, whatever else is not known.
  return (
    all.find((fact) => fact.known && fact.value !== undefined) ??
    all.find((fact) => !fact.known) ??
    known(undefined, { input: "dkms.conf" })
  );
}

function byPattern(conf: DkmsConf, directive: Directive, text: string): Fact<Exclusion | undefined> {
  const pattern = conf.value(directive);
  if (!pattern.known || pattern.value === "")
    return pattern.known ? known(undefined, pattern.origin) : pattern;
  const fits = matchesPosix(pattern.value, text);
  if (fits === undefined) return notMatched(directive, pattern.value);
  return known(fits ? undefined : { directive, value: pattern.value }, pattern.origin);
}

function byOptions(conf: DkmsConf, { config }: DkmsKernel): Fact<Exclusion | undefined> {
  const directive = "BUILD_EXCLUSIVE_CONFIG";
  const options = conf.value(directive);
  if (!options.known || !config) return options.known ? known(undefined, options.origin) : options;
  const differs = options.value
    .split(/\s+/)
    .filter(Boolean)
    .find((option) => (option.startsWith("!") ? config(option.slice(1)) : !config(option)));
  return known(differs === undefined ? undefined : { directive, value: differs }, options.origin);
}

function notMatched(directive: Directive, pattern: string): Unknown {
  return unknown(
    {
      en: `${directive} is ${JSON.stringify(pattern)}, a regular expression that kofit does not evaluate`,
      zh: `${directive} 为 ${JSON.stringify(pattern)}，kofit 不计算这个正则表达式`,
    },
    {
      en: `Compare it with the release yourself: [[ RELEASE =~ ${pattern} ]] in bash.`,
      zh: `请自行与内核版本比较：在 bash 中运行 [[ RELEASE =~ ${pattern} ]]。`,
    },
  );
}
