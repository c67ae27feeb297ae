import { type ChildProcessByStdio, spawn } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";
import type { Readable } from "node:stream";

/** How a program ended. */
export interface Ended {
  readonly how:
    /** By itself; `code` tells with what. */
    | "exited"
    /** By a signal that did not come from here. */
    | "killed"
    /** It took longer than it was given, and was killed with all that it had started. */
    | "too-long"
    /** It could not be started at all: there is no such program, or the system does not run it. */
    | "not-started";
  /** The exit code; absent unless it exited. */
  readonly code?: number;
  /** The end of what it and its programs printed, both streams in the order in which they came. */
  readonly output: string;
}

export interface RunOptions {
  /** Milliseconds. */
  readonly timeLimit: number;
  /** Bytes of output that are kept in memory, of its end. */
  readonly outputKept: number;
  /** A file that all output goes to, up to {@link LOG_LIMIT}; one that is there already is written on. */
  readonly log?: string;
  /** The directory it is started in; absent: this process's. */
  readonly directory?: string;
  /** Told of all output as it comes, in pieces that end anywhere. */
  readonly heard?: (text: string) => void;
  /** Variables beside PATH, HOME, TMPDIR and LC_ALL=C. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Bytes that a program adds to a log; a module's build prints some kilobytes, a hostile one prints until the disk is full. */
export const LOG_LIMIT = 16 << 20;

/** Milliseconds between the polite signal and the one that nobody can ignore. */
const GRACE = 2000;

/**
 * Runs a program, never through a shell, in a process group of its own: when it takes too long, or `signal` fires, all that
 * it has started goes with it. Nothing of this process's environment reaches it but where programs and temporary files are.
 *
 * @throws an `AbortError` when `signal` fires, once the program is gone.
 * @throws the system's error when the log cannot be written (no space left); the program is gone then, too.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Ended> {
  const { environment, signal, directory } = options;
  signal?.throwIfAborted();
  const { PATH, HOME, TMPDIR } = process.env;
  const log = logFile(options.log);
  try {
    const child = spawn(program, args, {
      env: { PATH, HOME, TMPDIR, LC_ALL: "C", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      ...(directory !== undefined && { cwd: directory }),
    });
    return await watched(child, log, options);
  } finally {
    log.close();
  }
}

/** Waits for a program, and ends it where it is not to go on. */
function watched(
  child: ChildProcessByStdio<null, Readable, Readable>,
  log: LogFile,
  { timeLimit, outputKept, signal, heard }: RunOptions,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const stop = stopper(child.pid);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      stop();
    }, timeLimit);
    const abort = (): void => stop();
    signal?.addEventListener("abort", abort);
    const output: Buffer[] = [];
    let unwritten: Error | undefined;
    const keep = (chunk: Buffer): void => {
      keepEnd(output, chunk, outputKept);
      heard?.(chunk.toString("utf8"));
      if (unwritten) return;
      unwritten = log.write(chunk);
      // No space left: nothing that is built now would find room either.
      if (unwritten) stop();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const end = (ended: Omit<Ended, "output">): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      if (signal?.aborted) reject(abortError(signal));
      else if (unwritten) reject(unwritten);
      else resolve({ ...ended, output: Buffer.concat(output).subarray(-outputKept).toString("utf8") });
    };
    child.on("error", () => {
      if (child.pid === undefined) end({ how: "not-started" });
    });
    child.on("exit", () => {
      // A program that left the group may hold the pipes open as long as it likes.
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, GRACE).unref();
    });
    child.on("close", (code) => {
      // What it left running in its group holds nothing open, and is not wanted any more.
      killGroup(child.pid, "SIGKILL");
      if (late) end({ how: "too-long" });
      else if (code === null) end({ how: "killed" });
      else end({ how: "exited", code });
    });
  });
}

const abortError = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new DOMException("stopped", "AbortError");

/** Ends a group: politely, so that make removes half-written files, then for good. */
function stopper(pid: number | undefined): () => void {
  return () => {
    killGroup(pid, "SIGTERM");
    setTimeout(() => killGroup(pid, "SIGKILL"), GRACE).unref();
  };
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in it.
  }
}

/** Keeps somewhat more than the end; the first pieces go when the rest is enough. */
function keepEnd(output: Buffer[], chunk: Buffer, kept: number): void {
  output.push(chunk);
  let bytes = output.reduce((sum, { length }) => sum + length, 0);
  for (let first = output[0]; first && bytes - first.length >= kept; first = output[0]) {
    bytes -= first.length;
    output.shift();
  }
}

interface LogFile {
  /** What kept it from being written, where something did. */
  write(chunk: Buffer): Error | undefined;
  close(): void;
}

function logFile(path: string | undefined): LogFile {
  if (path === undefined) return { write: () => undefined, close: () => {} };
  const file = openSync(path, "a", 0o644);
  let room = LOG_LIMIT;
  return {
    write(chunk) {
      const part = chunk.subarray(0, room);
      room -= part.length;
      try {
        if (part.length > 0) writeSync(file, part);
        return undefined;
      } catch (error) {
        return error instanceof Error ? error : new Error(String(error));
      }
    },
    close: () => closeSync(file),
  };
}
