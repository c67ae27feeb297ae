import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";
import { wordReader } from "../kernel-pointers/word-reader.ts";
import { isIdentifierAt, printableAt } from "../kernel-pointers/strings-at.ts";

/** How the entries of a table of `struct kernel_symbol` are written: value, name and namespace, each a pointer. */
export interface EntryForm {
  /** Bytes of one entry. */
  readonly size: number;
  /** Where the pointer at `offset` leads to in the kernel; outside of it where it leads nowhere. */
  readonly target: (offset: number) => number;
  /** Bytes of one pointer. */
  readonly pointer: number;
}

/** CONFIG_HAVE_ARCH_PREL32_RELOCATIONS: distances from where they stand. */
export function distances({ kernel, littleEndian }: KernelBytes): EntryForm {
  const view = new DataView(kernel.buffer, kernel.byteOffset, kernel.byteLength);
  return { size: 12, pointer: 4, target: (offset) => offset + view.getInt32(offset, littleEndian) };
}

/** Addresses, in a kernel whose first byte is linked at `base`. */
export function addresses(kernel: KernelBytes, base: bigint): EntryForm {
  const word = wordReader(kernel);
  const { wordSize } = kernel;
  return { size: 3 * wordSize, pointer: wordSize, target: (offset) => Number(word(offset) - base) };
}

/** Whether the bytes at `offset` are an entry: the name is an identifier, the namespace a string, if it is any. */
export function isEntry(
  { kernel }: KernelBytes,
  { pointer, size, target }: EntryForm,
  offset: number,
): boolean {
  return (
    offset >= 0 &&
    offset + size <= kernel.length &&
    isIdentifierAt(kernel, target(offset + pointer)) &&
    printableAt(kernel, target(offset + 2 * pointer)) !== undefined
  );
}
