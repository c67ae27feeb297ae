// `kofit repair` killed by SIGKILL at random moments: the tree reads as it was, or as it shall be.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeEach, expect, test } from "vitest";
import {
  configText,
  headersFiles,
  manyOptions,
  readingOf,
  writeTree,
} from "../../../build/test/build/headers-tree.ts";
import { ended, install } from "../build/kofit.ts";

const MOMENTS = 50;
const PATIENCE = 600_000;

const kofit = install();
afterAll(() => kofit.remove());

const options = manyOptions(150, "y");
const config = join(kofit.directory, "config-6.12.95-test");
writeFileSync(config, configText(options));
const headers = join(kofit.directory, "headers");
const overlays = join(kofit.directory, "cache/kofit/overlays");
const broken = headersFiles({}, Object.keys(options));
const kept = join(headers, ".kofit-repair");

beforeEach(() => writeBroken());

function writeBroken(): string {
  rmSync(headers, { recursive: true, force: true });
  writeTree(headers, { ...broken, "include/config/OPTION_0": "" });
  return readingOf(headers);
}

const args = (...more: string[]): readonly string[] => [
  "repair",
  "--headers",
  headers,
  "--kernel",
  config,
  "--yes",
  ...more,
];

const start = (more: readonly string[]): ChildProcess =>
  spawn(process.execPath, [kofit.bundle, ...args(...more)], {
    cwd: kofit.directory,
    env: kofit.environment,
    stdio: "ignore",
  });

/** Kills a run so many milliseconds after something appears in a directory. */
async function killedAfter(directory: string, delay: number, more: readonly string[]): Promise<boolean> {
  const child = start(more);
  const watcher = watch(directory);
  const changed = new Promise<void>((resolve) => {
    watcher.once("change", () => resolve());
  });
  const over = ended(child);
  await Promise.race([changed, over]);
  await Promise.race([wait(delay), over]);
  child.kill("SIGKILL");
  watcher.close();
  return (await over).code === "SIGKILL";
}

/** Milliseconds from the first change in a directory to the end of a run that is let be. */
async function lengthOf(directory: string, more: readonly string[]): Promise<number> {
  const watcher = watch(directory);
  let first = 0;
  watcher.once("change", () => (first = performance.now()));
  await ended(start(more));
  watcher.close();
  return performance.now() - first;
}

test("in place, at 50 moments", { timeout: PATIENCE }, async () => {
  const old = writeBroken();
  const length = await lengthOf(headers, ["--in-place"]);
  const repaired = readingOf(headers);
  expect(repaired).not.toBe(old);
  const seen = { old: 0, repaired: 0, unfinished: 0 };
  for (let moment = 0; moment < MOMENTS; moment += 1) {
    writeBroken();
    await killedAfter(headers, Math.random() * length, ["--in-place"]);
    const now = readingOf(headers);
    expect([old, repaired], `moment ${moment}`).toContain(now);
    seen[now === old ? "old" : "repaired"] += 1;
    if (existsSync(join(kept, "transaction"))) seen.unfinished += 1;
  }
  // The next run ends what was begun, and does what is left to be done.
  expect((await ended(start(["--in-place"]))).code).toBe(0);
  expect(readingOf(headers)).toBe(repaired);
  // Some of the moments were within the work; else nothing was shown.
  expect(seen.old).toBeGreaterThan(0);
  expect(seen.unfinished).toBeGreaterThan(0);
});

test("in an overlay, at 50 moments", { timeout: PATIENCE }, async () => {
  const old = readingOf(headers);
  const { out } = await kofit.run(args());
  const name = /overlays\/(\S+)/.exec(out)?.[1] ?? "";
  const whole = readingOf(join(overlays, name));
  rmSync(join(overlays, name), { recursive: true });
  const length = await lengthOf(overlays, []);
  let unfinished = 0;
  for (let moment = 0; moment < MOMENTS; moment += 1) {
    for (const one of readdirSync(overlays)) rmSync(join(overlays, one), { recursive: true });
    await killedAfter(overlays, (Math.random() * length) / 2, []);
    const made = readdirSync(overlays).filter((one) => !one.startsWith("unfinished-"));
    if (made.length === 0) unfinished += 1;
    for (const one of made) expect(readingOf(join(overlays, one)), `moment ${moment}`).toBe(whole);
    expect(readingOf(headers)).toBe(old);
  }
  expect(unfinished).toBeGreaterThan(0);
});
