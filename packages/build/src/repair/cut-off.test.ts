// A process that is killed makes no more system calls: after each one in turn, all others fail here, and the tree is looked at.
import { configOf } from "@kofit/core";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { kernelFacts } from "../../../core/test/build/facts.ts";
import { configText, headersFiles, readingOf, RELEASE, writeTree } from "../../test/build/headers-tree.ts";
import { finishRepair, repairInPlace, undoRepair } from "./in-place.ts";
import { overlayOf } from "./overlay.ts";
import { planRepair, type RepairPlan } from "./plan.ts";

const calls = vi.hoisted(() => ({
  left: Infinity,
  made: 0,
  isHandle: (value: unknown): value is object =>
    typeof value === "object" && value !== null && "writeFile" in value && "close" in value,
}));

vi.mock("node:fs/promises", async (original) => {
  const actual: Readonly<Record<string, unknown>> = await original();
  const counted =
    (call: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]): Promise<unknown> => {
      if (calls.left <= 0) throw new Error("this process was killed");
      calls.left -= 1;
      calls.made += 1;
      const result = await call(...args);
      return calls.isHandle(result) ? new Proxy(result, { get: method }) : result;
    };
  // An open file closes when its process ends.
  const method = (handle: object, name: string | symbol): unknown => {
    const found: unknown = Reflect.get(handle, name);
    if (typeof found !== "function") return found;
    // What a disk would do with it is not looked at here, and takes long.
    const call = (...args: unknown[]): unknown =>
      name === "sync" ? undefined : Reflect.apply(found, handle, args);
    return name === "close" ? call : counted(call);
  };
  return Object.fromEntries(
    Object.entries(actual).map(([name, value]) => [
      name,
      typeof value === "function" ? counted((...args) => Reflect.apply(value, undefined, args)) : value,
    ]),
  );
});

/** Hundreds of trees are written and removed; a disk has better things to do. */
const IN_MEMORY = "/dev/shm";
const PATIENCE = 120_000;
/** Of so many runs that were cut off, one is finished by another. */
const FINISHED = 3;

const { signal } = new AbortController();
const right = { MODULES: "y", BTF: "y" };
const kernel = kernelFacts({ release: RELEASE, config: configOf(configText(right)) });

let directory = "";
let headers = "";
beforeEach(() => {
  directory = mkdtempSync(join(existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir(), "kofit-cut-off-"));
  headers = join(directory, "headers");
  vi.stubEnv("XDG_CACHE_HOME", join(directory, "cache"));
  calls.left = Infinity;
});
afterEach(() => {
  calls.left = Infinity;
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

function writeBroken(): string {
  // What a run that was cut off leaves in the cache is looked at by the next, and that takes calls.
  for (const one of [headers, join(directory, "cache")]) rmSync(one, { recursive: true, force: true });
  writeTree(headers, headersFiles({ MODULES: "y" }, Object.keys(right)));
  return readingOf(headers);
}

async function planned(): Promise<RepairPlan> {
  calls.left = Infinity;
  return planRepair(headers, kernel);
}

/** Runs `what` and lets it make that many calls; whether that were all that it makes. */
async function cutOff(after: number, what: () => Promise<unknown>): Promise<boolean> {
  calls.left = after;
  const ended = await what().then(
    () => true,
    () => false,
  );
  // A last call that failed may have been one that does not matter to who waits.
  const wasAll = ended && calls.left > 0;
  calls.left = Infinity;
  // Who was killed is not there any more; this process is.
  const lock = join(headers, ".kofit-repair/lock");
  if (existsSync(lock)) writeFileSync(lock, "4194305 1");
  return wasAll;
}

test(
  "a repair in place that ends at any call leaves the old tree or the new one, and the next run finishes",
  { timeout: PATIENCE },
  async () => {
    const old = writeBroken();
    await repairInPlace(await planned(), signal);
    const repaired = readingOf(headers);
    const seen = new Set<string>();
    for (let after = 0, whole = false; !whole; after += 1) {
      writeBroken();
      const plan = await planned();
      whole = await cutOff(after, () => repairInPlace(plan, signal));
      const now = readingOf(headers);
      expect([old, repaired], `after ${after} calls`).toContain(now);
      seen.add(now);
      if (after % FINISHED !== 0) continue;
      await finish(now === old ? "old" : "new");
      expect(readingOf(headers), `after ${after} calls, undone`).toBe(old);
      expect(existsSync(join(headers, ".kofit-repair"))).toBe(false);
    }
    expect(seen.size).toBe(2);

    async function finish(state: "old" | "new"): Promise<void> {
      const plan = await planned();
      expect(plan.files.length > 0).toBe(state === "old");
      await finishRepair(headers);
      expect(readingOf(headers)).toBe(state === "old" ? old : repaired);
      expect(existsSync(join(headers, ".kofit-repair/transaction"))).toBe(false);
      if (state === "old") await repairInPlace(plan, signal);
      await undoRepair(headers, signal);
    }
  },
);

test(
  "an undo that ends at any call leaves the repaired tree or the one before, and can be finished",
  { timeout: PATIENCE },
  async () => {
    const old = writeBroken();
    await repairInPlace(await planned(), signal);
    const repaired = readingOf(headers);
    for (let after = 0, whole = false; !whole; after += 1) {
      writeBroken();
      await repairInPlace(await planned(), signal);
      whole = await cutOff(after, () => undoRepair(headers, signal));
      const now = readingOf(headers);
      expect([old, repaired], `after ${after} calls`).toContain(now);
      if (!whole) await undoRepair(headers, signal).catch(() => {});
      expect(readingOf(headers), `after ${after} calls, again`).toBe(old);
      expect(existsSync(join(headers, ".kofit-repair"))).toBe(false);
    }
  },
);

test(
  "what ends while it finishes another leaves the old tree or the new one as well",
  { timeout: PATIENCE },
  async () => {
    const old = writeBroken();
    calls.made = 0;
    await repairInPlace(await planned(), signal);
    const all = calls.made;
    const repaired = readingOf(headers);
    for (const first of [0.55, 0.7, 0.85].map((part) => Math.floor(all * part))) {
      for (let after = 0, whole = false; !whole; after += 3) {
        writeBroken();
        const plan = await planned();
        await cutOff(first, () => repairInPlace(plan, signal));
        whole = await cutOff(after, () => repairInPlace(plan, signal));
        expect([old, repaired], `after ${first} and ${after} calls`).toContain(readingOf(headers));
      }
    }
  },
);

test(
  "an overlay that ends at any call is not there, or whole; the headers are as they were",
  { timeout: PATIENCE },
  async () => {
    const old = writeBroken();
    const place = join(directory, "cache/kofit/overlays");
    const whole = readingOf(await overlayOf(await planned(), signal));
    for (let after = 0, done = false; !done; after += 1) {
      rmSync(place, { recursive: true, force: true });
      const plan = await planned();
      done = await cutOff(after, () => overlayOf(plan, signal));
      const made = existsSync(place)
        ? readdirSync(place).filter((name) => !name.startsWith("unfinished-"))
        : [];
      for (const name of made) expect(readingOf(join(place, name)), `after ${after} calls`).toBe(whole);
      expect(readingOf(headers)).toBe(old);
    }
  },
);
