import { type ByteSource, bytesSource } from "@kofit/core";
import { expect, test } from "vitest";
import { before, framed, loaded, removed } from "../test/build/guest-words.ts";
import { observeBatch } from "./lanes.ts";
import type { Observation } from "./observation.ts";
import type { ModuleRequest } from "./plan.ts";
import type { Qemu } from "./qemu.ts";
import { type Heard, serialReader } from "./serial.ts";
import { slots } from "./slots.ts";

/** What a module does to a guest in memory. `"spoils"`: the next one dies of it. */
type Deed =
  | "loads"
  | "refused"
  | "fails"
  | "lies"
  | "crashes"
  | "hangs"
  | "stays"
  | "crashes-leaving"
  | "spoils"
  | "warns"
  | "crashes-before"
  | "hangs-before";

interface World {
  started: number;
  running: number;
  most: number;
}

const failing: ReadonlySet<Deed> = new Set(["refused", "fails", "lies"]);

/** A guest that does what `deeds` say. */
function guestOf(deeds: readonly Deed[], world: World): Qemu {
  world.started += 1;
  world.running += 1;
  world.most = Math.max(world.most, world.running);
  const waiting: Heard[] = [];
  const read = serialReader();
  let current: Deed = "loads";
  let spoilt = false;
  let ended = false;
  const answer = (value: object): void => void waiting.push(...read(Buffer.from(framed(value))));
  const die = (): void => {
    waiting.push({ kind: "line", text: "Kernel panic - not syncing: test" });
    ended = true;
  };
  const load = (number: number): void => {
    current = deeds[number] ?? "loads";
    if (spoilt || current === "crashes") die();
    else if (current === "refused") answer(loaded(number, 8));
    else if (current === "fails") answer({ ...loaded(number, 19), initReturned: -19 });
    else if (current === "lies") answer({ ...loaded(number, 8), initReturned: -19 });
    else if (current !== "hangs") answer(loaded(number));
  };
  const loadBefore = (number: number): void => {
    current = deeds[number] ?? "loads";
    if (current === "crashes-before") die();
    else if (current !== "hangs-before") answer(before(number, [0, 17]));
  };
  const remove = (): void => {
    if (current === "crashes-leaving") return die();
    spoilt = current === "spoils";
    if (failing.has(current)) answer({ ...removed(), results: [] });
    else answer(removed(current === "stays" ? 16 : 0, current === "warns" ? 4096 | 512 : 4096));
    return undefined;
  };
  return {
    say(text) {
      const [command, number] = text.trim().split(" ");
      if (command === "before") loadBefore(Number(number));
      else if (command === "load") load(Number(number));
      else remove();
    },
    hear: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return waiting.shift() ?? (ended ? "ended" : "silent");
    },
    save: async () => true,
    resumed: async () => true,
    stop: async () => {
      if (!ended) await new Promise((resolve) => setImmediate(resolve));
      world.running -= 1;
    },
    complaint: () => "",
  };
}

const module = bytesSource("m.ko", new Uint8Array(1));
const requests = (count: number, more: Partial<ModuleRequest> = {}): ModuleRequest[] =>
  Array.from({ length: count }, (_, i) => ({ id: `m${i}`, module, ...more }));

async function run(
  deeds: readonly Deed[],
  more: {
    readonly lanes?: number;
    readonly alone?: boolean;
    readonly before?: readonly ByteSource[];
    readonly signal?: AbortSignal;
  } = {},
): Promise<
  World & {
    readonly seen: readonly string[];
    readonly observations: readonly Observation[];
    readonly guests: number;
  }
> {
  const world: World = { started: 0, running: 0, most: 0 };
  const { observations, guests } = await observeBatch(
    { guest: async () => guestOf(deeds, world) },
    requests(deeds.length, { alone: more.alone ?? false, before: more.before ?? [] }),
    {
      moduleLimit: 1,
      slots: slots(more.lanes ?? 1),
      signal: more.signal ?? new AbortController().signal,
      progress: () => {},
    },
  );
  expect(world.running).toBe(0);
  const seen = observations.map(({ id, outcome, removal }) => `${id} ${outcome} ${removal?.outcome ?? "-"}`);
  return { ...world, observations, guests, seen };
}

test("modules share a guest as long as nothing happens", async () => {
  const { seen, started, observations } = await run(["loads", "refused", "loads"]);
  expect(seen).toEqual(["m0 loaded removed", "m1 refused -", "m2 loaded removed"]);
  expect(started).toBe(1);
  expect(observations.map(({ alone }) => alone)).toEqual([true, false, false]);
  expect(observations[1]).toMatchObject({ errno: "ENOEXEC", log: ["m1: hello"], name: null });
});

test("who refused it: the loader, or its own init function", async () => {
  const { observations } = await run(["refused", "fails", "lies"]);
  expect(observations.map(({ errno, initReturned }) => [errno, initReturned])).toEqual([
    ["ENOEXEC", null],
    ["ENODEV", -19],
    // Of another module than this: its errno is not the one that came of it.
    ["ENOEXEC", null],
  ]);
});

test("a module is not blamed, nor asked about, when what goes before it kills or hangs the kernel", async () => {
  const { observations, started } = await run(["loads", "crashes-before", "hangs-before", "loads"], {
    before: [module, module],
  });
  expect(observations.map(({ outcome, before }) => [outcome, before])).toEqual([
    ["loaded", [null, "EEXIST"]],
    ["not-asked", []],
    ["not-asked", []],
    ["loaded", [null, "EEXIST"]],
  ]);
  expect(observations[1]).toMatchObject({ alone: true, log: ["Kernel panic - not syncing: test"] });
  // 0 and 1, 1 alone, 2 alone, 3
  expect(started).toBe(4);
});

test("a module that kills or hangs the kernel costs itself, and is seen alone", async () => {
  const { seen, started, observations } = await run(["loads", "crashes", "loads", "hangs", "loads"]);
  expect(seen).toEqual([
    "m0 loaded removed",
    "m1 crashed -",
    "m2 loaded removed",
    "m3 hung -",
    "m4 loaded removed",
  ]);
  expect(observations[1]).toMatchObject({
    alone: true,
    log: ["Kernel panic - not syncing: test"],
    taint: null,
  });
  // 0 and 1, 1 alone, 2 and 3, 3 alone, 4
  expect(started).toBe(5);
});

test("a module is not blamed for what one before it did", async () => {
  const { seen } = await run(["spoils", "loads", "loads"]);
  expect(seen).toEqual(["m0 loaded removed", "m1 loaded removed", "m2 loaded removed"]);
});

test("what stays loaded, or warned, is not there for the next one", async () => {
  const { seen, observations } = await run(["stays", "loads", "warns", "loads", "crashes-leaving"]);
  expect(seen).toEqual([
    "m0 loaded refused",
    "m1 loaded removed",
    "m2 loaded removed",
    "m3 loaded removed",
    "m4 loaded crashed",
  ]);
  expect(observations[0]?.removal).toMatchObject({ outcome: "refused", errno: "EBUSY" });
  expect(observations.map(({ alone }) => alone)).toEqual([true, true, false, true, true]);
});

test("alone: a guest for each", async () => {
  const { observations, started } = await run(["loads", "refused", "crashes"], { alone: true });
  expect(started).toBe(3);
  expect(observations.every(({ alone }) => alone)).toBe(true);
});

test("lanes share the queue, and no more run than there are slots", async () => {
  const deeds = Array.from({ length: 50 }, (_, i): Deed => (i % 10 === 3 ? "crashes" : "loads"));
  const { seen, most } = await run(deeds, { lanes: 3 });
  expect(seen).toEqual(deeds.map((deed, i) => `m${i} ${deed === "loads" ? "loaded removed" : "crashed -"}`));
  expect(most).toBeLessThanOrEqual(3);
});

test("a run that is aborted leaves no guest behind", async () => {
  const controller = new AbortController();
  controller.abort();
  await expect(run(["loads", "loads"], { signal: controller.signal })).rejects.toThrow("abort");
});

test("where a guest cannot be started, all ends with that", async () => {
  let started = 0;
  const world: World = { started: 0, running: 0, most: 0 };
  const end = observeBatch(
    {
      guest: async () => {
        started += 1;
        if (started === 2) throw new Error("no second guest");
        return guestOf(["loads", "loads"], world);
      },
    },
    requests(6),
    { moduleLimit: 1, slots: slots(2), signal: new AbortController().signal, progress: () => {} },
  );
  await expect(end).rejects.toThrow("no second guest");
  expect(world.running).toBe(0);
});
