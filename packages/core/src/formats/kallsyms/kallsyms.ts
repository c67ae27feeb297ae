import { findBytes } from "../../io/find-bytes.ts";
import type { NameColumn } from "../../model/names.ts";
import { type Addresses, findAddresses } from "./addresses.ts";
import { expandNames } from "./expand-names.ts";
import type { KernelBytes } from "./kernel-bytes.ts";
import type { KernelMap } from "./kernel-map.ts";
import { findNameList } from "./name-list.ts";
import { findTokenTable } from "./token-table.ts";

/** The symbols that a kernel knows of itself; with CONFIG_KALLSYMS_ALL data, too, else functions alone. */
export interface Kallsyms extends Addresses {
  readonly count: number;
  /** Letters of `nm`, by row: `T` is code, `D` data. */
  readonly types: Uint8Array;
  /** By row, and so by rising address. Expanded once: who looks for some of them looks through its bytes. */
  readonly names: NameColumn;
}

/**
 * The kallsyms tables of `kernel`, wherever they are; `undefined` when it has none (CONFIG_KALLSYMS is not set, or somebody
 * removed them).
 *
 * @param map of the kernel; of a raw binary, its first byte is at 0.
 * @throws {FormatError} if there are some and they do not agree with each other.
 */
export function openKallsyms(kernel: KernelBytes, map: KernelMap): Kallsyms | undefined {
  const tokens = findTokenTable(kernel.kernel, kernel.littleEndian);
  if (!tokens) return undefined;
  const list = findNameList(kernel, tokens);
  return {
    ...findAddresses(kernel, list, tokens, map),
    count: list.count,
    ...expandNames(kernel, list, tokens),
  };
}

/** Addresses of the symbols that `names` lists; absent where there is no such symbol. Of several the first. */
export function addressesOf(kallsyms: Kallsyms, names: readonly string[]): ReadonlyMap<string, bigint> {
  const found = new Map<string, bigint>();
  for (const name of names) {
    // Every name stands between two NULs.
    const [row] = rowsHolding(kallsyms, `\0${name}\0`);
    if (row !== undefined) found.set(name, kallsyms.addressOf(row));
  }
  return found;
}

/** Rows of the symbols whose names hold these letters, rising; a NUL stands before and behind each name. */
export function* rowsHolding({ names }: Kallsyms, letters: string): Generator<number> {
  const wanted = new TextEncoder().encode(letters);
  const { bytes, count, at } = names;
  let from = 0;
  while (from < bytes.length) {
    const place = findBytes(bytes, wanted, from);
    if (place < 0) return;
    const row = rowAt(names, place);
    yield row;
    // Behind the name, whose NUL stands before the next one.
    from = row + 1 < count ? (at[row + 1] ?? bytes.length) - 1 : bytes.length;
  }
}

/** The row whose name, or the NUL before it, stands at `place`. */
function rowAt({ count, at }: NameColumn, place: number): number {
  let [first, behind] = [0, count];
  while (first < behind) {
    const middle = (first + behind) >>> 1;
    if ((at[middle] ?? 0) <= place + 1) first = middle + 1;
    else behind = middle;
  }
  return first - 1;
}
