import type { LogExplanation } from "@kofit/core";
import { type ExitCode, exitCode } from "../frame/define-command.ts";

/** What a log comes to. */
export type Outcome =
  /** Something failed, and at least what it was is known. */
  | "failed"
  /** Lines about modules, none of which is a failure. */
  | "harmless"
  /** No line that kofit knows. */
  | "unknown";

/** What the log comes to. */
export function outcomeOf({ causes, noise }: LogExplanation): Outcome {
  if (causes.length > 0) return "failed";
  return noise.length > 0 ? "harmless" : "unknown";
}

/** What the process ends with. */
export const codes: Readonly<Record<Outcome, ExitCode>> = {
  failed: exitCode.refused,
  harmless: exitCode.ok,
  unknown: exitCode.unknown,
};
