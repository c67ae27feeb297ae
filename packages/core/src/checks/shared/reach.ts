import type { Context, KernelSays } from "../../analyse/define-check.ts";
import type { ArchitectureName } from "../../model/architecture.ts";
import { type Config, configured } from "../../model/config.ts";
import type { RelocationAt } from "../../model/relocations.ts";
import { arm64Prefix } from "./relocations.ts";
import { noExec } from "./says.ts";

/** Why the value of a relocation has nothing to do with an address of the kernel or of a module. */
export type Cause =
  /** Against symbol 0, whose value is 0. */
  | "nothing"
  /** Against a symbol whose address is one of the lowest. */
  | "absolute"
  /** Against per-CPU data for which nothing was set apart: its address is an offset. */
  | "roomless"
  /** Against what is not loaded: an address in the kernel's copy of the file, which vmalloc() gave it. */
  | "unloaded"
  /** With an addend of more than 32 bits. */
  | "addend";

/** What it depends on whether a value fits. */
export interface ReachingKernel {
  readonly architecture: { readonly name: ArchitectureName };
  readonly config: Config;
}

// R_X86_64_32S: addresses of the kernel are the last 2 GiB of 64 bits
const X86_32S = 11;
// R_X86_64_32
const X86_32 = 10;
// R_AARCH64_PREL32, LD_PREL_LO19, ADR_PREL_LO21, ADR_PREL_PG_HI21: 4 GiB at most
const arm64Near: ReadonlySet<number> = new Set([261, 273, 274, 275]);
// R_RISCV_CALL, PCREL_HI20: 2 GiB
const riscvNear: ReadonlySet<number> = new Set([18, 23]);
// R_RISCV_CALL_PLT, which may go by a table of the module, where it has one
const RISCV_CALL_PLT = 19;

/** No distance between kernel and modules is larger, so that an addend that is twice as large never fits 4 GiB. */
const FAR = 2 ** 32;

type Overflows = (cause: Cause, type: number, distance: number, config: () => Config) => boolean;

const overflows: Partial<Readonly<Record<ArchitectureName, Overflows>>> = {
  // PC32 and PLT32 are cut off without a look.
  x86_64: (cause, type, distance) => {
    if (cause === "unloaded") return type === X86_32S || type === X86_32;
    return cause === "addend" && type === X86_32S && distance >= FAR;
  },
  // How far vmalloc() is from modules depends on KASLR.
  arm64: (cause, type, distance) =>
    arm64Near.has(type) && cause !== "unloaded" && (cause !== "addend" || distance >= 2 * FAR),
  riscv64: (cause, type, distance, config) => {
    if (cause === "addend" && distance < FAR) return false;
    if (type === RISCV_CALL_PLT) return !configured(config(), "CONFIG_MODULE_SECTIONS");
    return riscvNear.has(type);
  },
};

/** Whether the loader notices, wherever module and kernel are, that the value of `relocation` does not fit. apply_relocate_add() in arch/<name>/kernel/module.c */
export function neverFits(
  kernel: ReachingKernel,
  cause: Cause,
  { type, addend = 0 }: Pick<RelocationAt, "type" | "addend">,
): boolean {
  // The configuration is asked for where it matters.
  const overflow = overflows[kernel.architecture.name];
  return overflow?.(cause, type, Math.abs(addend), () => kernel.config) ?? false;
}

/** What it says then. */
export function overflowSays(
  architecture: ArchitectureName,
  type: number,
  { module, features }: Pick<Context, "module" | "features">,
): KernelSays {
  // The address itself is the running kernel's.
  if (architecture === "riscv64") return { errno: "EINVAL", log: [`${module}: target …`] };
  if (architecture === "arm64")
    return noExec(`${arm64Prefix(features)}module ${module}: overflow in relocation type ${type} val …`);
  return {
    errno: "ENOEXEC",
    log: [
      `module: overflow in relocation type ${type} val …`,
      `module: \`${module}' likely not compiled with -mcmodel=kernel`,
    ],
  };
}
