import type { Checked, Explanation, QuotedLine, Text } from "@kofit/core";
import type { PlanFailed } from "@kofit/build";
import type { Step } from "../preflight/step.ts";

/** What came of `kofit build`. Plain data. */
export interface BuildReport {
  readonly source: {
    /** Where it is. */
    readonly directory: string;
    readonly name: string;
    /** What says how it is built; `null` where nothing was. */
    readonly by: "kbuild" | "dkms.conf" | "dkms" | null;
  };
  readonly kernel: Checked["kernel"];
  /** The headers that it was built with; the name alone where they were unpacked from packages, and are gone. */
  readonly headers: string;
  /** What was looked at before anything was built. */
  readonly steps: readonly Step[];
  /** They were out of step with the kernel, and an overlay was built with in which they are not: what was put right in it. */
  readonly repaired?: readonly Text[];
  /** What was run, as one would type it. */
  readonly commands: readonly string[];
  /** Worth knowing; nothing to be done. */
  readonly notes: readonly Text[];
  readonly result: BuildResult;
}

export type BuildResult =
  /** Nothing was built: what is built with these headers would not fit, or not be built at all. */
  | { readonly outcome: "refused"; readonly conclusion: Text }
  | { readonly outcome: "failed"; readonly failure: Failure; readonly log: string }
  | { readonly outcome: "built"; readonly built: Built; readonly log: string };

/** Why a build came to nothing. */
export interface Failure {
  readonly stopped: PlanFailed["stopped"] | "no-module" | "not-signed";
  /** One sentence. */
  readonly what: Text;
  readonly command: string;
  /** What the log says of it, the best explanation first; empty where kofit understands none of it. */
  readonly causes: readonly FailureCause[];
  /** Lines of the log, where it is not explained. */
  readonly lines: readonly string[];
}

export interface FailureCause {
  readonly symptom: string;
  readonly explanation: { readonly en: Explanation; readonly zh: Explanation };
  readonly lines: readonly QuotedLine[];
}

export interface Built {
  /** The verdicts; files are where the modules were put. */
  readonly checked: Checked;
  /** The key that they were signed with. */
  readonly signedWith?: string;
  /** Milliseconds of make. */
  readonly took: number;
}
