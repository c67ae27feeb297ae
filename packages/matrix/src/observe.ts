import { availableParallelism } from "node:os";
import type { Accelerator, Qemu } from "./qemu.ts";
import { type Booted, bootKernel } from "./boot.ts";
import type { BootImage } from "./boot-image.ts";
import { observeModule } from "./observe-module.ts";
import type { Observation, Run } from "./observation.ts";
import type { ModuleRequest } from "./plan.ts";
import { batchesOf, prepare } from "./prepare.ts";
import { slots, type Slots } from "./slots.ts";
import { withWorkspace } from "./workspace.ts";

export interface ObserveOptions {
  /** Added to the kernel's command line: `"module.sig_enforce=1 lockdown=integrity"`. */
  readonly cmdline?: string;
  /** Seconds for a boot; 180 when absent. */
  readonly bootLimit?: number;
  /** Seconds for a module, to load and again to remove; 30 when absent. */
  readonly moduleLimit?: number;
  readonly accelerator?: Accelerator;
  /** Shared by several runs, so that all of them together do not start more guests than there are cores. */
  readonly slots?: Slots;
  /** Ends all guests. */
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** How far a run is. */
export interface Progress {
  readonly stage: "boot" | "modules";
  readonly done: number;
  readonly total: number;
}

const BOOT_LIMIT = 180;
const MODULE_LIMIT = 30;

/**
 * Boots a kernel and has it load the modules, one after another, in as many guests as there are slots. A module that
 * kills or hangs its kernel costs that guest: the next one starts where the kernel was just booted. Whatever does not
 * end well in a guest that was used before is tried once more in a new one, and only that counts.
 *
 * @throws {InputError} if QEMU or a compiler is missing, or the kernel does not boot.
 * @throws the signal's reason when it is aborted; all guests are gone then, and all files removed.
 */
export async function observe(
  image: BootImage,
  requests: readonly ModuleRequest[],
  options: ObserveOptions = {},
): Promise<Run> {
  const { cmdline = "", accelerator = "tcg" } = options;
  const signal = options.signal ?? new AbortController().signal;
  const shared = options.slots ?? slots(availableParallelism());
  const observations: Observation[] = [];
  let first: Booted | undefined;
  let guests = 0;
  await withWorkspace(async (directory) => {
    for (const batch of batchesOf(requests)) {
      const machine = await prepare(directory, image, batch, { cmdline, accelerator });
      options.progress?.({ stage: "boot", done: observations.length, total: requests.length });
      const booted = await shared.use(() =>
        bootKernel(machine, { bootLimit: options.bootLimit ?? BOOT_LIMIT, signal, name: image.name }),
      );
      first ??= booted;
      const before = observations.length;
      const done = await observeBatch(booted, batch, { ...options, signal, slots: shared }, (count) =>
        options.progress?.({ stage: "modules", done: before + count, total: requests.length }),
      );
      observations.push(...done.observations);
      guests += 1 + done.guests;
    }
  });
  if (!first) throw new RangeError("no module to observe");
  const { release, version, machine, cmdline: whole } = first.ready;
  return { release, version, machine, cmdline: whole, accelerator, guests, observations };
}

type Settings = ObserveOptions & Required<Pick<ObserveOptions, "signal" | "slots">>;

interface Batch {
  readonly observations: readonly Observation[];
  readonly guests: number;
}

/** As many lanes as slots: each has a guest and takes the next module from the common queue. */
async function observeBatch(
  booted: Booted,
  requests: readonly ModuleRequest[],
  options: Settings,
  progress: (done: number) => void,
): Promise<Batch> {
  const observations: Observation[] = [];
  const queue = requests.entries();
  let guests = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    const lane = laneOf(booted, options, () => (guests += 1));
    try {
      for (const [number, request] of queue) {
        observations[number] = await observeSurely(lane, number, request);
        options.signal.throwIfAborted();
        done += 1;
        progress(done);
      }
    } finally {
      await lane.end();
    }
  };
  const lanes = Array.from({ length: Math.min(options.slots.count, requests.length) }, () =>
    options.slots.use(work),
  );
  // All of them end before anything else is said: nobody is to be left behind.
  for (const result of await Promise.allSettled(lanes)) if (result.status === "rejected") throw result.reason;
  return { observations, guests };
}

async function observeSurely(lane: Lane, number: number, request: ModuleRequest): Promise<Observation> {
  if (request.alone) await lane.fresh();
  const observation = await lane.observe(number, request.id);
  const again = endedBadly(observation) && !observation.alone;
  const sure = again ? await lane.observe(number, request.id) : observation;
  if (request.alone) await lane.fresh();
  return sure;
}

/** One guest after another. */
interface Lane {
  observe(number: number, id: string): Promise<Observation>;
  /** Sees to it that the next module meets a kernel that has loaded nothing. */
  fresh(): Promise<void>;
  end(): Promise<void>;
}

function laneOf(booted: Booted, { signal, moduleLimit = MODULE_LIMIT }: Settings, started: () => void): Lane {
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
    async observe(number, id) {
      signal.throwIfAborted();
      guest ??= await booted.guest();
      if (!used) started();
      const { observation, clean } = await observeModule(guest, { id, number, alone: !used }, moduleLimit);
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

const bad: ReadonlySet<string> = new Set(["crashed", "hung"]);
const endedBadly = ({ outcome, removal }: Observation): boolean =>
  bad.has(outcome) || (removal !== null && bad.has(removal.outcome));
