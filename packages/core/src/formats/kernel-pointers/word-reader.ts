import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";

/** Reads a word of the kernel; who calls has checked the bounds. */
export function wordReader({ kernel, littleEndian, wordSize }: KernelBytes): (offset: number) => bigint {
  const view = new DataView(kernel.buffer, kernel.byteOffset, kernel.byteLength);
  return wordSize === 8
    ? (offset) => view.getBigUint64(offset, littleEndian)
    : (offset) => BigInt(view.getUint32(offset, littleEndian));
}
