import { typesGuardedBy } from "./guarded-types.ts";
import { type Config, configured } from "../model/config.ts";
import type { ConfigDifference } from "../model/config-difference.ts";

/** An option that is set on one side only, and types that have other members for it. */
export interface GuardingOption {
  /** `"CONFIG_SCHED_CLASS_EXT"`. */
  readonly option: string;
  /** Whether the headers lack what the kernel has, or have what the kernel lacks. */
  readonly change: "lost" | "gained";
  /** `"task_struct"`, without `struct`. */
  readonly types: readonly string[];
}

/** Options that headers set otherwise than the kernel, and that guard members of types beside `struct module`. */
export function guardingOptions(differences: readonly ConfigDifference[]): readonly GuardingOption[] {
  return differences.flatMap(({ symbol, kernel, headers }) => {
    const types = typesGuardedBy(symbol);
    // `m` and `y` alike define what the headers ask for, or its twin with _MODULE.
    if (types.length === 0 || (kernel === undefined) === (headers === undefined)) return [];
    return [{ option: symbol, change: headers === undefined ? "lost" : "gained", types } as const];
  });
}

/**
 * Options that go where another one does, because they depend on the same tool, and that guard members of types.
 * kernel/Kconfig.preempt: `SCHED_CLASS_EXT` depends on `DEBUG_INFO_BTF` (since 6.12), which depends on pahole.
 */
const goTogether: Readonly<Record<string, readonly string[]>> = {
  CONFIG_DEBUG_INFO_BTF_MODULES: ["CONFIG_SCHED_CLASS_EXT"],
};

/** What the kernel sets and headers lose together with `option` where a tool is missing. */
export const goneWith = (option: string, kernel: Config): readonly GuardingOption[] =>
  (goTogether[option] ?? [])
    .filter((other) => configured(kernel, other))
    .map((other) => ({ option: other, change: "lost", types: typesGuardedBy(other) }));

/** The same of every option that takes others along. */
export const goneWithAny = (kernel: Config): readonly GuardingOption[] =>
  Object.keys(goTogether).flatMap((option) => goneWith(option, kernel));
