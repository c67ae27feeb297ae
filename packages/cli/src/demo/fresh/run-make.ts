import { spawn } from "node:child_process";

/** What `make` ended with. */
export interface Made {
  readonly ok: boolean;
  /** The end of what it and its programs printed. */
  readonly output: string;
}

/** A module is built in seconds; what takes longer hangs. */
const PATIENCE = 10 * 60_000;
/** Bytes of output that are kept: enough for the error at its end. */
const OUTPUT_KEPT = 16 << 10;

/**
 * Runs `make`, with nothing of the environment but where programs and temporary files are: an `ARCH`, `KCFLAGS` or
 * `MAKEFLAGS` of the caller would build something else.
 *
 * @throws an `AbortError` when `signal` fires; make is stopped then.
 */
export function runMake(args: readonly string[], signal: AbortSignal): Promise<Made> {
  const { PATH, HOME, TMPDIR } = process.env;
  return new Promise((resolve, reject) => {
    const make = spawn("make", args, {
      env: { PATH, HOME, TMPDIR, LC_ALL: "C" },
      stdio: ["ignore", "pipe", "pipe"],
      signal,
      timeout: PATIENCE,
    });
    let output = "";
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString("utf8")).slice(-OUTPUT_KEPT);
    };
    make.stdout.on("data", keep);
    make.stderr.on("data", keep);
    make.on("error", reject);
    make.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}
