import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One command of a comparison. */
export interface Candidate {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Exit codes that mean the work was done; 0 when absent. */
  readonly succeeds?: readonly number[];
  /** Variables added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the last line that it prints is the time that counts, in seconds, and not how long it ran. */
  readonly printsTime?: boolean;
}

export interface Measured {
  readonly name: string;
  /** Median wall time of a run in seconds. */
  readonly wall: number;
  /** Median of user and system time in seconds, both cores added up. */
  readonly cpu: number;
  /** Highest resident memory of any run in MiB. */
  readonly peak: number;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Runs a command once under GNU time, which writes its `%U %S %M` to a file. */
function once({ name, command, succeeds = [0], env, printsTime = false }: Candidate): {
  wall: number;
  cpu: number;
  peak: number;
} {
  const used = join(tmpdir(), `kofit-bench-${process.pid}.time`);
  const start = process.hrtime.bigint();
  const run = spawnSync("/usr/bin/time", ["-q", "-f", "%U %S %M", "-o", used, ...command], {
    stdio: ["ignore", printsTime ? "pipe" : "ignore", "pipe"],
    env: { ...process.env, ...env },
    maxBuffer: 1 << 30,
  });
  const ran = Number(process.hrtime.bigint() - start) / 1e9;
  if (run.error) throw run.error;
  if (run.status === null || !succeeds.includes(run.status)) {
    throw new Error(
      `${name}: ${command.join(" ")} ended with ${run.status}: ${run.stderr.toString().slice(0, 500)}`,
    );
  }
  const [user = 0, system = 0, kibibytes = 0] = readFileSync(used, "utf8").trim().split(" ").map(Number);
  rmSync(used);
  const wall = printsTime ? Number(run.stdout.toString().trim().split("\n").at(-1)) : ran;
  return { wall, cpu: user + system, peak: kibibytes / 1024 };
}

/**
 * Measures commands that answer the same question, in turns: A B A B …, so that what else the machine does falls on
 * all of them. The first round warms the page cache and is not counted.
 */
export function compare(candidates: readonly Candidate[], rounds: number): Measured[] {
  const runs = candidates.map(() => [] as ReturnType<typeof once>[]);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [i, candidate] of candidates.entries()) {
      const run = once(candidate);
      if (round > 0) runs[i]?.push(run);
    }
  }
  return candidates.map(({ name }, i) => ({
    name,
    wall: median((runs[i] ?? []).map((run) => run.wall)),
    cpu: median((runs[i] ?? []).map((run) => run.cpu)),
    peak: Math.max(...(runs[i] ?? []).map((run) => run.peak)),
  }));
}
