import type { ModuleFacts } from "../../model/module.ts";
import type { ValueOf } from "../../model/fact.ts";
import type { Loading } from "../../model/state.ts";

/** What add_taint() in kernel/panic.c says when it is first told that locks cannot be trusted any more. */
export const LOCKS_UNTRUSTED = "Disabling lock debugging due to kernel taint";

/** Taints with which that may have been said: LOCKDEP_NOW_UNRELIABLE stands in some of the calls that set them. */
const UNRELIABLE = /[PFSRMBUDAIX]/;

/** Whether a module that is the first to be proprietary, or forced, makes the kernel say {@link LOCKS_UNTRUSTED}. */
export const locksTrusted = (taints: string | undefined): boolean =>
  taints !== undefined && !UNRELIABLE.test(taints);

/** Whether this taint is set by this module for certain: something is told by the first alone. */
export const isFirst = (taints: string | undefined, letter: string): boolean =>
  taints !== undefined && !taints.includes(letter);

interface Forced {
  readonly module: {
    readonly vermagic: ValueOf<ModuleFacts["vermagic"]>;
    readonly modversions: ValueOf<ModuleFacts["modversions"]>;
  };
  readonly pair: { readonly kernelHasModversions: boolean };
  readonly state: { readonly loading: Loading };
}

/**
 * Whether it takes force to load the module, so that the kernel is tainted by that (F) before it looks at anything else:
 * check_modstruct_version() and check_modinfo() in kernel/module/main.c.
 */
export const isForced = ({ module, pair, state }: Forced): boolean =>
  state.loading.forceVermagic ||
  module.vermagic === undefined ||
  (pair.kernelHasModversions && !module.modversions);
