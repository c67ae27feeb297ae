import type { ByteSource } from "@kofit/core";

/** How a module reaches the kernel: finit_module(2) or init_module(2). */
export type Via = "finit" | "init";

/** Flags of finit_module(2), include/uapi/linux/module.h. */
export const moduleFlags = { ignoreModversions: 1, ignoreVermagic: 2, compressedFile: 4 } as const;

/** One module that a kernel is asked about. */
export interface ModuleRequest {
  /** The caller's name for it, repeated in the observation. */
  readonly id: string;
  /** What is handed to the kernel, as it is: a compressed file is refused, unless the flag says that it is one. */
  readonly module: ByteSource;
  /** `"finit"` when absent. */
  readonly via?: Via;
  /** Sum of {@link moduleFlags}; 0 when absent. */
  readonly flags?: number;
  /** `"n=7 who=you"`; without a NUL. */
  readonly params?: string;
  /** Loaded before it, in this order, and removed after it; what cannot be loaded is told and does not end anything. At most {@link MAX_BEFORE}. */
  readonly before?: readonly ByteSource[];
  /** In a kernel that has loaded nothing yet: messages that a kernel prints once only are there. */
  readonly alone?: boolean;
}

/** As many as init takes. */
export const MAX_BEFORE = 64;

/** The modules of a plan, each once, and the plan itself as init reads it. */
export interface GuestPlan {
  /** In the initramfs by their index: `/0`, `/1` …. */
  readonly modules: readonly ByteSource[];
  /** See packages/matrix/init/init.c. */
  readonly text: string;
}

/** @throws {RangeError} for a request that init cannot read: that is a bug of whoever made it. */
export function guestPlan(requests: readonly ModuleRequest[]): GuestPlan {
  const numbers = new Map<ByteSource, number>();
  const numberOf = (module: ByteSource): number => {
    const number = numbers.get(module) ?? numbers.size;
    numbers.set(module, number);
    return number;
  };
  const records = requests.map(({ id, module, via = "finit", flags = 0, params = "", before = [] }) => {
    if (params.includes("\0")) throw new RangeError(`${id}: parameters with a NUL`);
    if (before.length > MAX_BEFORE) throw new RangeError(`${id}: ${before.length} modules before it`);
    return `${[via, flags, numberOf(module), ...before.map(numberOf)].join(" ")};${params}\0`;
  });
  return { modules: [...numbers.keys()], text: records.join("") };
}
