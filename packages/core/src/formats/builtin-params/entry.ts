import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";
import { type LinkedKernel, stringOf } from "../kernel-pointers/linked-kernel.ts";
import { kernel_param } from "../kernel-param/structs.ts";

/** How an entry of `__param` is laid out in one kernel. */
export interface EntryLayout {
  readonly size: number;
  readonly at: ReturnType<typeof kernel_param.offsets>;
  /** Those fields of the entry at `offset` that are no pointers; who calls has checked the bounds. */
  readonly numbers: (offset: number) => EntryNumbers;
}

export interface EntryNumbers {
  readonly perm: number;
  readonly level: number;
  readonly flags: number;
}

export function entryLayout(kernel: KernelBytes): EntryLayout {
  const { kernel: bytes, littleEndian } = kernel;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = kernel_param.offsets(kernel);
  return {
    size: kernel_param.sizeof(kernel),
    at,
    numbers: (offset) => ({
      perm: view.getUint16(offset + at.perm, littleEndian),
      level: view.getInt8(offset + at.level),
      flags: view.getUint8(offset + at.flags),
    }),
  };
}

/** Permissions of a file, nothing else: VERIFY_OCTAL_PERMISSIONS() sees to it. */
const MAX_PERM = 0o777;
/** core_param() and module_param() have -1; the others are levels of initcalls. */
const [MIN_LEVEL, MAX_LEVEL] = [-1, 8];
/** KERNEL_PARAM_FL_UNSAFE and KERNEL_PARAM_FL_HWPARAM; with room for some more. */
const MAX_FLAGS = 0xf;

/** Whether an entry of something that is built in stands at `offset`. */
export function isEntry(linked: LinkedKernel, layout: EntryLayout, offset: number): boolean {
  if (offset < 0 || offset + layout.size > linked.kernel.kernel.length) return false;
  const { perm, level, flags } = layout.numbers(offset);
  if (perm > MAX_PERM || level < MIN_LEVEL || level > MAX_LEVEL || flags > MAX_FLAGS) return false;
  // THIS_MODULE of what is built in is NULL.
  if (linked.pointerAt(offset + layout.at.mod) !== 0n) return false;
  if (linked.offsetOf(linked.pointerAt(offset + layout.at.ops)) === undefined) return false;
  return (stringOf(linked, offset + layout.at.name) ?? "") !== "";
}
