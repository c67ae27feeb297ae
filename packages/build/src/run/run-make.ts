import { type RunOptions, runProgram } from "./run-program.ts";

/** What `make` ended with. */
export interface Made {
  readonly ok: boolean;
  /** Why it was not let go on, or could not be started; absent when it ended by itself. */
  readonly stopped?: "too-long" | "killed" | "not-started";
  /** The end of what it and its programs printed. */
  readonly output: string;
}

/** Milliseconds. A module is built in seconds; what takes longer hangs. */
const PATIENCE = 10 * 60_000;
/** Bytes of output that are kept: enough for the error at its end. */
const OUTPUT_KEPT = 16 << 10;

/**
 * Runs `make`, with nothing of the environment but where programs and temporary files are: an `ARCH`, `KCFLAGS` or
 * `MAKEFLAGS` of the caller would build something else.
 *
 * @throws an `AbortError` when `signal` fires; make and all that it has started are stopped then.
 */
export async function runMake(
  args: readonly string[],
  signal: AbortSignal,
  {
    timeLimit = PATIENCE,
    ...others
  }: Partial<Pick<RunOptions, "timeLimit" | "log" | "directory" | "heard">> = {},
): Promise<Made> {
  const { how, code, output } = await runProgram("make", args, {
    timeLimit,
    outputKept: OUTPUT_KEPT,
    signal,
    ...others,
  });
  return { ok: code === 0, ...(how !== "exited" && { stopped: how }), output };
}
