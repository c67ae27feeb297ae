import { FormatError } from "../../io/format-error.ts";
import type { KernelBytes } from "./kernel-bytes.ts";
import type { TokenTable } from "./token-table.ts";

/** `kallsyms_num_syms` and `kallsyms_names`. */
export interface NameList {
  readonly count: number;
  /** Where `kallsyms_num_syms` stands. */
  readonly countAt: number;
  /** Where the first name starts. */
  readonly start: number;
}

/** Symbols from one marker to the next. */
const BLOCK = 256;
/** More symbols than any kernel has: one with all drivers built in has 400,000. */
const MAX_SYMBOLS = 1 << 21;
/** A compressed name and its length: KSYM_NAME_LEN is 512. */
const MAX_NAME = 2 + 512;

/**
 * The names that stand before the token table: num_syms, names, markers and, from 6.2 to 6.3 and in late 5.15.y and
 * 6.1.y, seqs_of_names of three bytes a symbol; other versions have those elsewhere. Markers are the offsets of every
 * 256th name: they start with 0 and rise, and that is how they are found.
 *
 * @throws {FormatError} if there are none that fit: damage, or a layout that kofit does not know.
 */
export function findNameList(kernel: KernelBytes, { start: tokens }: TokenTable): NameList {
  const bytes = kernel.kernel;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u32 = (at: number): number => view.getUint32(at, kernel.littleEndian);
  const lowest = Math.max(0, tokens - (3 * MAX_SYMBOLS + 4 * (MAX_SYMBOLS / BLOCK)));
  let end = tokens - (tokens % 4);
  let next = -1;
  for (let at = end - 4; at >= lowest; at -= 4) {
    const value = u32(at);
    if (next < 0 || value >= next || next - value > BLOCK * MAX_NAME) end = at + 4;
    next = value;
    if (value !== 0) continue;
    const markers = { at, count: (end - at) / 4 };
    const found = fits(markers.count, tokens - end) ? namesBefore(bytes, u32, markers) : undefined;
    if (found) return found;
  }
  throw new FormatError(
    kernel.name,
    tokens,
    "kallsyms: names before the token table expected, none found that fit it",
  );
}

/** Whether so many bytes lie between markers and tokens: padding, or padding and three bytes for each symbol. */
function fits(markers: number, gap: number): boolean {
  return gap < 8 || (gap > 3 * BLOCK * (markers - 1) && gap < 3 * BLOCK * markers + 16);
}

/** The names that end where the markers start. */
function namesBefore(
  bytes: Uint8Array,
  u32: (at: number) => number,
  markers: { at: number; count: number },
): NameList | undefined {
  const last = u32(markers.at + 4 * (markers.count - 1));
  const highest = markers.at - last - 1;
  const lowest = Math.max(8, highest - BLOCK * MAX_NAME);
  for (let start = highest - (highest % 4); start >= lowest; start -= 4) {
    for (const countAt of [start - 4, start - 8]) {
      const count = u32(countAt);
      if (count === 0 || count > MAX_SYMBOLS || Math.ceil(count / BLOCK) !== markers.count) continue;
      if (leadsTo(bytes, u32, start, count, markers.at)) return { count, countAt, start };
    }
  }
  return undefined;
}

/** Whether `count` names from `start` end at the markers, and pass each where it says. */
function leadsTo(
  bytes: Uint8Array,
  u32: (at: number) => number,
  start: number,
  count: number,
  markers: number,
): boolean {
  let at = start;
  for (let symbol = 0; symbol < count; symbol += 1) {
    if (symbol % BLOCK === 0 && u32(markers + (symbol / BLOCK) * 4) !== at - start) return false;
    // A name has its type at least.
    if (bytes[at] === 0) return false;
    at = nameEnd(bytes, at);
    if (at > markers) return false;
  }
  return markers - at < 8;
}

/**
 * Behind the compressed name at `at`. Its length is one byte or, with the highest bit set, two. Linux kernel commit
 * 73bbb94466fd ("kallsyms: support "big" kernel symbols") (in v6.1); before it no name was that long.
 */
export function nameEnd(bytes: Uint8Array, at: number): number {
  const length = bytes[at] ?? 0;
  return length < 0x80 ? at + 1 + length : at + 2 + ((length & 0x7f) | ((bytes[at + 1] ?? 0) << 7));
}

/** Where the letters of the compressed name at `at` start. */
export const nameStart = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) < 0x80 ? at + 1 : at + 2;
