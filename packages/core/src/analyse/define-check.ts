import type { Language, Text, ValueOf } from "../model/fact.ts";
import type { Generation } from "../model/generation.ts";
import type { LoaderFeature } from "../model/loader-feature.ts";
import type { KernelFacts } from "../model/kernel.ts";
import type { HandedModule } from "../model/module.ts";
import type { PairFacts } from "../model/pair.ts";
import type { StateFacts } from "../model/state.ts";

/** What the kernel does with a module that has the defect. */
export type Effect =
  /** The load fails with an errno. */
  | "refused"
  /** The load succeeds and the kernel crashes, corrupts memory or silently does not run the module. */
  | "unsafe"
  /** Worth knowing; changes no outcome. */
  | "note";

/**
 * The facts that a check may ask for. It sees no other.
 *
 * A fact is asked for by reading it in `run`. When it is not known, the check ends there and is inconclusive; so a
 * check that first looks whether the module has the thing at all needs no configuration for modules that have it.
 */
export interface Needs {
  readonly kernel?: readonly (keyof KernelFacts)[];
  readonly module?: readonly (keyof HandedModule)[];
  readonly pair?: readonly (keyof PairFacts)[];
  readonly state?: readonly (keyof StateFacts)[];
}

type Keys<T> = T extends readonly (infer K)[] ? K : never;
type Values<All, Named> = { readonly [K in Keys<Named> & keyof All]-?: ValueOf<All[K]> };

/** The needed facts, unwrapped. Reading one that is not known ends the check: do not destructure what may not be needed. */
export interface Given<N extends Needs> {
  readonly kernel: Values<KernelFacts, N["kernel"]>;
  readonly module: Values<HandedModule, N["module"]>;
  readonly pair: Values<PairFacts, N["pair"]>;
  readonly state: Values<StateFacts, N["state"]>;
}

/** One sentence each. Backticks mark code. */
export interface Explanation {
  /** What is wrong: both values, and which side has which. */
  readonly what: string;
  readonly why: string;
  /** What to do, with a command where there is one. */
  readonly fix: string;
}

/** Names of `errno.h`. */
export type Errno =
  | "ENOEXEC"
  | "EINVAL"
  | "ENOENT"
  | "EPERM"
  | "EEXIST"
  | "ENOSPC"
  | "ERANGE"
  | "EBUSY"
  | "EKEYREJECTED"
  | "EBADMSG"
  | "ENOMEM"
  | "ENOSYS"
  | "EOPNOTSUPP"
  | "E2BIG"
  /** No errno of the C library: 524, of include/linux/errno.h. */
  | "ENOTSUPP"
  | "EMSGSIZE";

/** What the kernel answers when it meets the defect. */
export interface KernelSays {
  /** `null` when it goes on: the lines of a note. */
  readonly errno: Errno | null;
  /**
   * Lines as printk() is given them, without their newline; `/dev/kmsg` carries what is not printable as `\x7f`, which is
   * written so for all checks. Names are texts with a character for each byte. Empty where the kernel refuses without a word. A `…` at the end of a line stands
   * for what only the running kernel knows, such as addresses.
   */
  readonly log: readonly string[];
}

/** What the kernel's words depend on beside the evidence. */
export interface Context {
  readonly generation: Generation;
  /** What this loader does and others do not. */
  readonly features: ReadonlySet<LoaderFeature>;
  /** `uname -r`; absent when not known. */
  readonly release?: string;
  /** `struct module.name`, which most messages carry; the name of `.modinfo` where the former is not known. */
  readonly module: string;
  /** `name=` of `.modinfo`, else the name in this_module: `load_info.name`, which messages of versions and vermagic carry. */
  readonly moduleInModinfo: string;
  /** `name=` before this_module was found: without a `name=` the kernel prints `(missing .modinfo section or name field)`. */
  readonly moduleInElfChecks: string;
}

export interface Check<Evidence extends object, N extends Needs> {
  /** Kebab-case, equal to the file's name, never reused. Names the defect, not the remedy. */
  readonly id: string;
  readonly title: Text;
  readonly effect: Effect;
  /** An `unsafe` defect at which the kernel crashes while it loads the module: what follows in the sequence is not reached. */
  readonly crashesHere?: true;
  /**
   * An `unsafe` defect that makes the kernel read or write where something else stands: behind a table, outside of a section,
   * over another member. What comes of it cannot be told: it crashes, refuses the module for what it finds there, or
   * goes on, now or later.
   */
  readonly strayAccess?: true;
  readonly needs: N;
  /** Yields one piece of evidence per defect, in the order in which the kernel meets them. Never throws on facts. */
  run(given: Given<N>): Iterable<Evidence>;
  /** The kernel's answer; always there for `effect: "refused"`. */
  kernelSays?(evidence: Evidence, context: Context): KernelSays;
  /** A piece of evidence as it may be found: its texts stand in docs/checks. */
  readonly example: NoInfer<Evidence>;
  readonly explain: Readonly<Record<Language, (evidence: Evidence) => Explanation>>;
}

/** Only infers types: `run` sees the facts that `needs` names, with their types. */
export function defineCheck<Evidence extends object, const N extends Needs>(
  check: Check<Evidence, N>,
): Check<Evidence, N> {
  return check;
}
