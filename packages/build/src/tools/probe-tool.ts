import { programOnPath } from "@kofit/core/node";
import { runProgram } from "../run/run-program.ts";

/** A program of this machine. */
export interface Tool {
  /** As it was looked for: `"pahole"`, `"aarch64-linux-gnu-gcc-12"`. */
  readonly name: string;
  /** Where it is. */
  readonly path: string;
  /** The first line of what it says of itself; absent when it says nothing, or does not run. */
  readonly says?: string;
  /** The version in that line: `"12.2.0"`, `"1.24"`; absent when there is none. */
  readonly version?: string;
}

/** Milliseconds; a program that prints its version takes some. */
const TIME_LIMIT = 10_000;
const OUTPUT_KEPT = 8 << 10;
/** Characters of the line; the longest of a compiler has about 80. */
const LINE = 200;

/**
 * Looks for a program on the `PATH` and asks it for its version; `undefined` when it is not there.
 *
 * @throws an `AbortError` when `signal` fires.
 */
export async function probeTool(name: string, signal?: AbortSignal): Promise<Tool | undefined> {
  const path = programOnPath(name);
  if (path === undefined) return undefined;
  const { how, code, output } = await runProgram(path, ["--version"], {
    timeLimit: TIME_LIMIT,
    outputKept: OUTPUT_KEPT,
    ...(signal && { signal }),
  });
  if (how !== "exited" || code !== 0) return { name, path };
  const says = output
    .split("\n")
    .find((line) => line.trim() !== "")
    ?.trim()
    .slice(0, LINE);
  const version = says === undefined ? undefined : versionIn(says);
  return { name, path, ...(says !== undefined && { says }), ...(version !== undefined && { version }) };
}

/**
 * The version in the line that a tool prints: what stands behind `version`, else the last number with a point in it that is
 * no part of the distribution's in parentheses: `gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0` is 12.2.0, `v1.24` is 1.24.
 */
export function versionIn(line: string): string | undefined {
  const named = /\bversion v?(\d+(?:\.\d+)+)/.exec(line)?.[1];
  if (named !== undefined) return named;
  const bare = line.replaceAll(/\([^()]*\)/g, " ");
  return [...bare.matchAll(/(?<![\w.])v?(\d+(?:\.\d+)+)/g)].at(-1)?.[1];
}
