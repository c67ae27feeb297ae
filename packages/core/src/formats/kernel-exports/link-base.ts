import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";
import { wordReader } from "../kernel-pointers/word-reader.ts";
import { addresses, type EntryForm, isEntry } from "./entry-form.ts";

/** No kernel is linked at an address that is no multiple of the smallest page. */
const PAGE = 0x1000n;
/** Entries that show whether a base is right. */
const SHOWN = 64;

/**
 * That the tables from `start` to `end` hold addresses, when names and namespaces follow them at `strings`, as the linker
 * script of every architecture has it: the lowest of their pointers leads to the first string, and so tells where the
 * kernel is linked. `undefined` when they do not.
 */
export function addressesBefore(
  kernel: KernelBytes,
  start: number,
  end: number,
  strings: number,
): EntryForm | undefined {
  const { wordSize } = kernel;
  const word = wordReader(kernel);
  let lowest: bigint | undefined;
  for (let at = start; at + 3 * wordSize <= end; at += 3 * wordSize) {
    for (const pointer of [word(at + wordSize), word(at + 2 * wordSize)]) {
      // A namespace that is not there may be NULL.
      if (pointer !== 0n && (lowest === undefined || pointer < lowest)) lowest = pointer;
    }
  }
  if (lowest === undefined) return undefined;
  const base = lowest - BigInt(strings);
  const form = addresses(kernel, base);
  return base % PAGE === 0n && isTable(kernel, form, start, end) ? form : undefined;
}

/** Whether its entries are entries: some of all over the table are looked at. */
export function isTable(kernel: KernelBytes, form: EntryForm, start: number, end: number): boolean {
  const count = (end - start) / form.size;
  if (!Number.isInteger(count)) return false;
  const step = Math.max(1, Math.floor(count / SHOWN));
  for (let row = 0; row < count; row += step) {
    if (!isEntry(kernel, form, start + row * form.size)) return false;
  }
  return true;
}
