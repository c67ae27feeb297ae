import { availableParallelism } from "node:os";
import { InputError } from "@kofit/core";
import { type Booted, bootKernel, type BootOptions } from "./boot.ts";
import type { BootImage } from "./boot-image.ts";
import { KVM_LIMIT, kvmDoesNotWork, kvmMayWork } from "./kvm.ts";
import { observeBatch } from "./lanes.ts";
import type { Observation, Run } from "./observation.ts";
import type { ModuleRequest } from "./plan.ts";
import type { Accelerator, Machine } from "./qemu.ts";
import { batchesOf, prepare } from "./prepare.ts";
import { slots, type Slots } from "./slots.ts";
import { withWorkspace } from "./workspace.ts";

export interface ObserveOptions {
  /** Added to the kernel's command line: `"module.sig_enforce=1 lockdown=integrity"`. */
  readonly cmdline?: string;
  /** Seconds for a boot; 120 when absent. */
  readonly bootLimit?: number;
  /** Seconds for a module, to load and again to remove; 30 when absent. */
  readonly moduleLimit?: number;
  /** `"auto"` when absent: KVM where a guest really comes up by it, else TCG, which emulates. */
  readonly accelerator?: Accelerator | "auto";
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

const BOOT_LIMIT = 120;
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
  const { cmdline = "", bootLimit = BOOT_LIMIT, moduleLimit = MODULE_LIMIT } = options;
  const signal = options.signal ?? new AbortController().signal;
  const shared = options.slots ?? slots(availableParallelism());
  const observations: Observation[] = [];
  let first: Booted | undefined;
  let guests = 0;
  await withWorkspace(async (directory) => {
    for (const batch of batchesOf(requests)) {
      const machine = await prepare(directory, image, batch, cmdline);
      options.progress?.({ stage: "boot", done: observations.length, total: requests.length });
      const booted = await shared.use(() =>
        bootBest(machine, options.accelerator ?? "auto", { bootLimit, signal, name: image.name }),
      );
      first ??= booted;
      const before = observations.length;
      const done = await observeBatch(booted, batch, {
        moduleLimit,
        signal,
        slots: shared,
        progress: (count) =>
          options.progress?.({ stage: "modules", done: before + count, total: requests.length }),
      });
      observations.push(...done.observations);
      guests += 1 + done.guests;
    }
  });
  if (!first) throw new RangeError("no module to observe");
  const { accelerator, ready } = first;
  const { release, version, machine, cmdline: whole } = ready;
  return { release, version, machine, cmdline: whole, accelerator, guests, observations };
}

async function bootBest(
  machine: Machine,
  accelerator: Accelerator | "auto",
  options: BootOptions,
): Promise<Booted> {
  if (accelerator !== "auto") return bootKernel({ ...machine, accelerator }, options);
  if (kvmMayWork(machine.architecture)) {
    try {
      const bootLimit = Math.min(KVM_LIMIT, options.bootLimit);
      return await bootKernel({ ...machine, accelerator: "kvm" }, { ...options, bootLimit, attempts: 1 });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      kvmDoesNotWork();
    }
  }
  return bootKernel(machine, options);
}
