import type { LogRecord } from "./answer.ts";

/** What a kernel did with one module. Plain data. */
export interface Observation {
  /** Of the request. */
  readonly id: string;
  /**
   * `"loaded"`: the system call returned 0. `"refused"`: it returned an errno. `"crashed"`: the kernel died, or killed the
   * process that loaded the module. `"hung"`: no answer in time. `"not-asked"`: the kernel died or hung when it loaded what
   * goes before the module.
   */
  readonly outcome: "loaded" | "refused" | "crashed" | "hung" | "not-asked";
  /** `"ENOEXEC"`, of `"refused"` only. */
  readonly errno: string | null;
  /**
   * The loader accepted the module, and this is what the module's own init function returned: `-19`; `errno` is its name.
   * `null` when the init function was not called or did not fail, and when the kernel does not tell (it is built without
   * CONFIG_EVENT_TRACING, or its lockdown forbids tracing).
   */
  readonly initReturned: number | null;
  /**
   * What the kernel logged from the system call to its return, as /dev/kmsg has it; of a kernel that died, as its console
   * printed it, and of one that was not asked, what it printed before.
   */
  readonly log: readonly string[];
  /** The same records with their levels, where they were read from /dev/kmsg; empty when the kernel died. */
  readonly records: readonly LogRecord[];
  /** Records that are missing because there was no room for them. */
  readonly lost: number;
  /** Bits of `/proc/sys/kernel/tainted`, before the system call and after it; `null` when the kernel died. */
  readonly taint: readonly [before: number, after: number] | null;
  /** Of the system call. `null` when it did not return. */
  readonly milliseconds: number | null;
  /** The name by which the kernel knows the loaded module; `null` when it was not loaded. */
  readonly name: string | null;
  /** Errno of each module that was to be loaded before it; `null` for one that loaded. Empty when the kernel was not asked. */
  readonly before: readonly (string | null)[];
  /** `null` when it was not loaded. */
  readonly removal: Removal | null;
  /** Whether this kernel had loaded nothing before: else messages that are printed once only may be missing. */
  readonly alone: boolean;
}

/** What a kernel did with a module that it was asked about. */
export interface Asked extends Observation {
  readonly outcome: Exclude<Observation["outcome"], "not-asked">;
}

export const wasAsked = (observation: Observation): observation is Asked =>
  observation.outcome !== "not-asked";

/** What came of delete_module(2). */
export interface Removal {
  readonly outcome: "removed" | "refused" | "crashed" | "hung";
  /** `"EBUSY"`, of `"refused"` only. */
  readonly errno: string | null;
  readonly log: readonly string[];
  /** `null` when the kernel died. */
  readonly taint: number | null;
}

/** What a kernel did with all modules of a run. */
export interface Run {
  /** `uname -r`, `-v`, `-m` in the guest. */
  readonly release: string;
  readonly version: string;
  readonly machine: string;
  /** The kernel's whole command line. */
  readonly cmdline: string;
  readonly accelerator: "tcg" | "kvm";
  /** Guests that were started, cold boots among them. */
  readonly guests: number;
  /** One for each request, in their order. */
  readonly observations: readonly Observation[];
}
