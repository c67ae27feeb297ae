import { join } from "node:path";
import type { BuildPlan, BuildStep } from "../module-source/build-step.ts";
import { SOURCE } from "../module-source/kbuild-plan.ts";
import { type Ended, runProgram } from "../run/run-program.ts";
import { type BuildProgress, progressIn } from "./progress.ts";

/** What a plan is carried out with. */
export interface PlanRequest {
  readonly plan: BuildPlan;
  /** The directory that holds the source, and that is written into. */
  readonly source: string;
  /** The headers. */
  readonly headers: string;
  /** Variables for make: `ARCH`, `CC`, `CROSS_COMPILE`, `LLVM`, and what the user gave. */
  readonly variables: readonly string[];
  /** Programs that make may run at once. */
  readonly jobs: number;
  /** The file that all output is added to. */
  readonly log: string;
  /** Milliseconds, for each step. */
  readonly timeLimit: number;
  readonly signal: AbortSignal;
  readonly progress?: (progress: BuildProgress) => void;
}

/** Every step ended well, or the first that did not. */
export type PlanEnded = PlanDone | PlanFailed;

export interface PlanDone {
  readonly ok: true;
  /** The end of what the last step printed. */
  readonly output: string;
}

export interface PlanFailed {
  readonly ok: false;
  /** What was run, as one would type it. */
  readonly command: string;
  readonly stopped:
    /** By itself, with an exit code that is not 0. */
    | "failed"
    /** Its time was over. */
    | "too-long"
    | "killed"
    | "not-started"
    /** It called make, which called make, and so on. */
    | "circle";
  /** The end of what was printed. */
  readonly output: string;
}

/** Bytes of output that are kept. */
const OUTPUT_KEPT = 64 << 10;
/** kbuild's makes call each other five deep, and a Makefile around it once or twice. */
const MAX_LEVEL = 30;

/**
 * Builds what a plan says, step by step; ends at the first that fails.
 *
 * @throws an `AbortError` when the request's signal fires; all that was started is stopped then.
 * @throws the system's error when the log cannot be written.
 */
export async function runPlan(request: PlanRequest): Promise<PlanEnded> {
  const { plan, source } = request;
  const patches = plan.patches.map((patch): Command => ({
    program: "patch",
    args: ["-p1", "-N", "-i", patch],
    directory: source,
  }));
  let output = "";
  for (const command of [...patches, ...plan.steps.map((step) => commandOf(step, request))]) {
    const ended = await runCommand(command, request);
    if (!ended.ok) return ended;
    ({ output } = ended);
  }
  return { ok: true, output };
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The commands of a plan, as one would type them. */
export const commandsOf = (request: Omit<PlanRequest, "log" | "timeLimit" | "signal">): readonly string[] =>
  request.plan.steps.map((step) => spell(commandOf(step, request)));

function commandOf(
  step: BuildStep,
  { source, headers, variables, jobs }: Omit<PlanRequest, "log" | "timeLimit" | "signal">,
): Command {
  if (step.kind === "shell") {
    const environment = Object.fromEntries(
      variables.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)] as const),
    );
    return { program: "bash", args: ["-c", step.command], directory: source, environment };
  }
  const directory = join(source, step.directory);
  const own = step.arguments.map((one) => one.replaceAll(SOURCE, () => source));
  // V=1: the log has every command whole. What the plan says of a variable comes last, and counts.
  const shared = [`-j${jobs}`, "V=1", ...variables, ...own];
  const place = step.kind === "kbuild" ? ["-C", headers, `M=${directory}`] : [];
  return { program: "make", args: [...place, ...shared], directory };
}

async function runCommand(command: Command, request: PlanRequest): Promise<PlanEnded> {
  const { log, timeLimit, signal } = request;
  const circle = new AbortController();
  const heard = progressIn((progress) => {
    if (progress.level > MAX_LEVEL) circle.abort();
    request.progress?.(progress);
  });
  let ended: Ended;
  try {
    ended = await runProgram(command.program, command.args, {
      timeLimit,
      outputKept: OUTPUT_KEPT,
      log,
      heard,
      directory: command.directory,
      // Makefiles take $(PWD) for the directory that make was called in, as a shell would have it.
      environment: { PWD: command.directory, ...command.environment },
      signal: AbortSignal.any([signal, circle.signal]),
    });
  } catch (error) {
    if (signal.aborted || !circle.signal.aborted) throw error;
    return { ok: false, command: spell(command), stopped: "circle", output: "" };
  }
  const { how, code, output } = ended;
  if (how === "exited" && code === 0) return { ok: true, output };
  return { ok: false, command: spell(command), stopped: how === "exited" ? "failed" : how, output };
}

const spell = ({ program, args }: Command): string =>
  [program, ...args]
    .map((word) => (/^[\w./=:@%+,~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(" ");
