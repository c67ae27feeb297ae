import type { Booted } from "./boot.ts";
import { observeModule } from "./observe-module.ts";
import type { Observation } from "./observation.ts";
import type { ModuleRequest } from "./plan.ts";
import type { Qemu } from "./qemu.ts";
import type { Slots } from "./slots.ts";

/** What lanes work with. */
export interface LaneSettings {
  /** Seconds for a module to load, and again to be removed. */
  readonly moduleLimit: number;
  readonly slots: Slots;
  readonly signal: AbortSignal;
  readonly progress: (done: number) => void;
}

/** What a kernel did with the modules of one initramfs. */
export interface Batch {
  readonly observations: readonly Observation[];
  /** Guests that were started. */
  readonly guests: number;
}

/**
 * Has the guests of a booted kernel load modules, in as many lanes as there are slots: each has a guest and takes the next
 * module from the common queue. A guest that is not as it was before is replaced. What ends badly in a guest that was
 * used before is tried again in a new one: was it this module, or one before?
 */
export async function observeBatch(
  booted: Pick<Booted, "guest">,
  requests: readonly ModuleRequest[],
  settings: LaneSettings,
): Promise<Batch> {
  const { slots, signal, progress } = settings;
  const observations: Observation[] = [];
  const queue = requests.entries();
  let guests = 0;
  let done = 0;
  let failed = false;
  const work = async (): Promise<void> => {
    const lane = laneOf(booted, settings, () => (guests += 1));
    try {
      for (const [number, request] of queue) {
        if (failed) return;
        observations[number] = await observeSurely(lane, number, request);
        signal.throwIfAborted();
        done += 1;
        progress(done);
      }
    } catch (error) {
      failed = true;
      throw error;
    } finally {
      await lane.end();
    }
  };
  const lanes = Array.from({ length: Math.min(slots.count, requests.length) }, () => slots.use(work));
  // All of them end before anything else is said: nobody is to be left behind.
  for (const result of await Promise.allSettled(lanes)) if (result.status === "rejected") throw result.reason;
  return { observations, guests };
}

async function observeSurely(lane: Lane, number: number, request: ModuleRequest): Promise<Observation> {
  if (request.alone) await lane.fresh();
  const observation = await lane.observe(number, request);
  const again = endedBadly(observation) && !observation.alone;
  const sure = again ? await lane.observe(number, request) : observation;
  if (request.alone) await lane.fresh();
  return sure;
}

/** One guest after another. */
interface Lane {
  observe(number: number, request: ModuleRequest): Promise<Observation>;
  /** Sees to it that the next module meets a kernel that has loaded nothing. */
  fresh(): Promise<void>;
  end(): Promise<void>;
}

function laneOf(
  booted: Pick<Booted, "guest">,
  { signal, moduleLimit }: LaneSettings,
  started: () => void,
): Lane {
  let guest: Qemu | undefined;
  let used = false;
  const stop = async (): Promise<void> => {
    const last = guest;
    guest = undefined;
    used = false;
    await last?.stop();
  };
  const abort = (): void => void guest?.stop();
  signal.addEventListener("abort", abort, { once: true });
  return {
    async observe(number, { id, before = [] }) {
      signal.throwIfAborted();
      guest ??= await booted.guest();
      // It may have come too late to be stopped.
      signal.throwIfAborted();
      if (!used) started();
      const wanted = { id, number, before: before.length, alone: !used };
      const { observation, clean } = await observeModule(guest, wanted, moduleLimit);
      used = true;
      if (!clean) await stop();
      return observation;
    },
    async fresh() {
      if (used) await stop();
    },
    async end() {
      signal.removeEventListener("abort", abort);
      await stop();
    },
  };
}

const bad: ReadonlySet<string> = new Set(["crashed", "hung", "not-asked"]);
const endedBadly = ({ outcome, removal }: Observation): boolean =>
  bad.has(outcome) || (removal !== null && bad.has(removal.outcome));
