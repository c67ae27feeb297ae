import type { CheckedModule } from "@kofit/core";
import { type ExitCode, exitCode } from "../frame/define-command.ts";

/** The exit code for modules that were judged: the worst that one has. */
export function codeOfVerdicts(modules: readonly CheckedModule[]): ExitCode {
  const outcomes = new Set(modules.map(({ verdict }) => verdict.outcome));
  if (outcomes.has("refused") || outcomes.has("unsafe")) return exitCode.refused;
  return outcomes.has("unknown") ? exitCode.unknown : exitCode.ok;
}
