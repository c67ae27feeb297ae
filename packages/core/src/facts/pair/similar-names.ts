import type { NameTable } from "../../model/names.ts";
import { nameOf } from "../../model/names.ts";

/** Characters in which a name may differ, in one place, and still be similar. */
const MAX_DIFFERENCE = 3;
/** Shorter names are similar to too many others. */
const MIN_LENGTH = 6;
const MAX_SIMILAR = 3;

/**
 * Names of `table` that differ from `name` in one place by at most three characters (`__x` and `x`, `get_foo` and
 * `get_foo_v2`), nearest first. Walks the whole table: for the few symbols that nothing exports.
 */
export function similarNames(table: NameTable, name: string): readonly string[] {
  if (name.length < MIN_LENGTH) return [];
  const found: { readonly row: number; readonly difference: number }[] = [];
  for (let row = 0; row < table.count; row += 1) {
    const difference = differenceFrom(name, table.bytes, table.at[row] ?? 0);
    if (difference <= MAX_DIFFERENCE) found.push({ row, difference });
  }
  return found
    .toSorted((a, b) => a.difference - b.difference)
    .slice(0, MAX_SIMILAR)
    .map(({ row }) => nameOf(table, row));
}

/** How many characters are neither in the common beginning nor in the common end of both names. */
function differenceFrom(name: string, bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(0, start);
  const length = (end < 0 ? bytes.length : end) - start;
  const shorter = Math.min(length, name.length);
  const longer = Math.max(length, name.length);
  if (longer - shorter > MAX_DIFFERENCE) return Infinity;
  let head = 0;
  while (head < shorter && bytes[start + head] === name.charCodeAt(head)) head += 1;
  let tail = 0;
  while (
    tail < shorter - head &&
    bytes[start + length - 1 - tail] === name.charCodeAt(name.length - 1 - tail)
  )
    tail += 1;
  return longer - head - tail;
}
