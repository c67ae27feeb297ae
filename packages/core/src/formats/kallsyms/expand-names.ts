import { FormatError } from "../../io/format-error.ts";
import type { NameColumn } from "../../model/names.ts";
import type { KernelBytes } from "./kernel-bytes.ts";
import { nameEnd, type NameList, nameStart } from "./name-list.ts";
import type { TokenTable } from "./token-table.ts";

/** Names and types of all symbols, by row. */
export interface ExpandedNames {
  /** Letters of `nm`. */
  readonly types: Uint8Array;
  /** A NUL stands before the first name, too. */
  readonly names: NameColumn;
}

/** Bytes of all names: a kernel of a distribution has 4 MB, one with all drivers built in three times as much. */
const MAX_EXPANDED = 64 << 20;

/**
 * kallsyms_expand_symbol() in kernel/kallsyms.c, for all symbols.
 *
 * @throws {FormatError} if they are longer than those of any kernel.
 */
export function expandNames(
  { kernel, name }: KernelBytes,
  { count, start, countAt }: NameList,
  { at: tokenAt }: TokenTable,
): ExpandedNames {
  const lengths = tokenAt.map((token) => kernel.indexOf(0, token) - token);
  const length = expandedLength(kernel, { count, start }, lengths);
  if (length > MAX_EXPANDED) {
    const what = `kallsyms: names of ${MAX_EXPANDED} bytes at most expected, these have ${length}`;
    throw new FormatError(name, countAt, what);
  }
  const types = new Uint8Array(count);
  const bytes = new Uint8Array(length + 1);
  const at = new Uint32Array(count);
  let end = 0;
  let from = start;
  for (let row = 0; row < count; row += 1) {
    const first = end;
    const to = nameEnd(kernel, from);
    for (let i = nameStart(kernel, from); i < to; i += 1) {
      const code = kernel[i] ?? 0;
      const token = tokenAt[code] ?? 0;
      const letters = lengths[code] ?? 0;
      for (let letter = 0; letter < letters; letter += 1) bytes[end + letter] = kernel[token + letter] ?? 0;
      end += letters;
    }
    // The first letter is the type: its place becomes the NUL between two names.
    types[row] = bytes[first] ?? 0;
    bytes[first] = 0;
    at[row] = first + 1;
    end = Math.max(end, first + 1);
    from = to;
  }
  return { types, names: { count, bytes, at } };
}

/** Bytes of all names with their types; one that damage has left without letters has a byte, too. */
function expandedLength(
  kernel: Uint8Array,
  { count, start }: Pick<NameList, "count" | "start">,
  lengths: Uint32Array,
): number {
  let total = 0;
  let from = start;
  for (let row = 0; row < count; row += 1) {
    const to = nameEnd(kernel, from);
    let length = 0;
    for (let i = nameStart(kernel, from); i < to; i += 1) length += lengths[kernel[i] ?? 0] ?? 0;
    total += Math.max(length, 1);
    from = to;
  }
  return total;
}
