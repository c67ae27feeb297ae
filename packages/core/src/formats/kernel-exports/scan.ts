import { findBytes } from "../../io/find-bytes.ts";
import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";
import { distances, type EntryForm, isEntry } from "./entry-form.ts";

/** A run of entries, all tables together. */
export interface Run {
  readonly start: number;
  readonly end: number;
  /** Bytes of one entry. */
  readonly size: number;
}

/** Functions that every kernel exports, of its core and its library. */
const WELL_KNOWN = ["kfree", "memcpy", "schedule", "complete"];
/** Fewer exports has no kernel that loads modules; other things look like three or four. */
const MIN_RUN = 64;
/** Places that look like an entry and turn out to be none; of real kernels there are a few. */
const MAX_TRIES = 4096;
/** Strings that are alike; a name of a function stands in few places. */
const MAX_PLACES = 64;

/**
 * Runs of entries of a kernel whose tables hold distances: each around an entry that names a function which every kernel
 * exports. Other things may look like it.
 */
export function* runsOfDistances(kernel: KernelBytes): Generator<Run> {
  const form = distances(kernel);
  const { kernel: bytes } = kernel;
  const places = placesOf(bytes);
  const isPlace = lowBits(places, 0xffff);
  const isOne = (offset: number): boolean => {
    const named = form.target(offset + form.pointer) - offset;
    // What is exported is in the kernel, or in the memory behind it that is cleared.
    const value = form.target(offset);
    if (value < 0 || value > MAX_MEMORY * bytes.length) return false;
    return named > 0 && named < MAX_STRINGS && isEntry(kernel, form, offset);
  };
  for (let at = form.pointer, tries = 0; at + 8 <= bytes.length && tries < MAX_TRIES; at += 4) {
    const target = form.target(at);
    if (isPlace[target & 0xffff] !== 1 || !places.includes(target)) continue;
    tries += 1;
    const run = grow(kernel, form.size, at - form.pointer, isOne);
    if (!run) continue;
    yield run;
    at = Math.max(at, run.end);
  }
}

/** For each value of the bits in `mask`: 1 if a number of the list has it. */
function lowBits(numbers: readonly number[], mask: number): Uint8Array {
  const bits = new Uint8Array(mask + 1);
  for (const number of numbers) bits[number & mask] = 1;
  return bits;
}

/** Where one of the well-known names ends a string. The linker lets names share their ends, so it may stand in a longer one. */
function placesOf(bytes: Uint8Array): number[] {
  const places: number[] = [];
  for (const name of WELL_KNOWN) {
    const needle = new TextEncoder().encode(`${name}\0`);
    let at = findBytes(bytes, needle);
    for (let found = 0; at >= 0 && found < MAX_PLACES; found += 1) {
      places.push(at);
      at = findBytes(bytes, needle, at + 1);
    }
  }
  return places;
}

/** Names and namespaces stand together, behind the tables, within this many bytes; a kernel has 300 kB of them. */
const MAX_STRINGS = 4 << 20;
/** A kernel needs a tenth of its size for variables that start with 0, as a rule. */
const MAX_MEMORY = 4;
/** No kernel is linked at an address that is no multiple of the smallest page: these bits of an address are known. */
const IN_PAGE = 0xfff;

/**
 * The same of a kernel whose tables hold addresses. Where it is linked is not known yet, so an entry is what has pointers
 * to a name and a namespace close together.
 */
export function* runsOfAddresses(kernel: KernelBytes): Generator<Run> {
  const { kernel: bytes, littleEndian, wordSize } = kernel;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = 3 * wordSize;
  const [lowAt, highAt] = littleEndian ? [0, wordSize - 4] : [wordSize - 4, 0];
  const low = (at: number): number => view.getUint32(at + lowAt, littleEndian);
  const high = (at: number): number => view.getUint32(at + highAt, littleEndian);
  const near = (a: number, b: number): boolean =>
    Math.abs(low(a) - low(b)) < MAX_STRINGS && (wordSize === 4 || high(a) === high(b));
  const isPlace = lowBits(placesOf(bytes), IN_PAGE);
  for (let at = 0; at + size <= bytes.length; at += wordSize) {
    const named = at + wordSize;
    if (isPlace[low(named) & IN_PAGE] !== 1 || !near(named, named + wordSize)) continue;
    const isOne = (offset: number): boolean =>
      near(offset + wordSize, named) && near(offset + 2 * wordSize, named);
    // In a kernel of few megabytes values are as close: what was taken for a name may be any of the three.
    let end = at;
    for (let shift = 0; shift < size; shift += wordSize) {
      const run = grow(kernel, size, at + shift, isOne);
      if (!run) continue;
      yield run;
      end = Math.max(end, run.end - wordSize);
    }
    at = end;
  }
}

function grow(
  { kernel }: KernelBytes,
  size: number,
  at: number,
  isOne: (offset: number) => boolean,
): Run | undefined {
  let [start, end] = [at, at];
  while (end + size <= kernel.length && isOne(end)) end += size;
  while (start - size >= 0 && isOne(start - size)) start -= size;
  return end - start >= MIN_RUN * size ? { start, end, size } : undefined;
}

/** Bytes that may be left free before a section, for its alignment. */
const MAX_PADDING = 8;

/** What follows a run of `count` entries, and where the strings start. */
export interface Following {
  readonly crcs?: number;
  readonly flags?: number;
  readonly strings: number;
}

/**
 * What stands between the end of a run and the strings: CRCs (four bytes for each entry), flags (one), both, or nothing.
 * include/asm-generic/vmlinux.lds.h puts them there in this order.
 */
export function followingOf(end: number, count: number): Following[] {
  const crcs = end;
  return [
    { crcs, strings: end + 4 * count },
    { crcs, flags: end + 4 * count, strings: end + 5 * count },
    { flags: end, strings: end + count },
    { strings: end },
  ];
}

/** Which of them it is, when the first string stands at `first`. */
export function followingBefore(run: Run, first: number): Following | undefined {
  const count = (run.end - run.start) / run.size;
  return followingOf(run.end, count).find(({ strings }) => first >= strings && first < strings + MAX_PADDING);
}

/** Where the first string is that a form leads to from the entries of `run`. */
export function firstString({ start, end, size }: Run, { pointer, target }: EntryForm): number {
  let first = Infinity;
  for (let at = start; at < end; at += size) {
    const namespaceAt = at + 2 * pointer;
    const namespace = target(namespaceAt);
    // A distance of 0: exports of assembler code have no namespace.
    first = Math.min(first, target(at + pointer), namespace === namespaceAt ? Infinity : namespace);
  }
  return first;
}
