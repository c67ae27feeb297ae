import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";

/**
 * R_*_RELATIVE relocations of a kernel that may be loaded anywhere (CONFIG_RELOCATABLE): the linker of arm64 leaves pointers
 * empty, and these tell where they lead. Places and targets are addresses as linked.
 */
export interface RelativeRelocations {
  readonly count: number;
  place(row: number): bigint;
  target(row: number): bigint;
  /** Where the pointer at the address `place` leads; `undefined` when there is no relocation. */
  targetAt(place: bigint): bigint | undefined;
}

/** `struct elf64_rela`: place, type and symbol, target. */
const ENTRY = 24;
const TYPE = 8;
const TARGET = 16;
const R_AARCH64_RELATIVE = 1027;
/** R_LARCH_RELATIVE is the same. */
const R_RISCV_RELATIVE = 3;
/** A kernel has tens of thousands; other things look alike a few times. */
const MIN_ENTRIES = 256;

interface Run {
  readonly start: number;
  readonly count: number;
}

/**
 * The longest run of what looks like such relocations in a raw kernel of 64 bits: one type, no symbol, and places that rise,
 * as the linker sorts them. `undefined` when there is none: then pointers stand where they belong.
 */
export function findRelativeRelocations(kernel: KernelBytes): RelativeRelocations | undefined {
  if (kernel.wordSize !== 8) return undefined;
  const view = new DataView(kernel.kernel.buffer, kernel.kernel.byteOffset, kernel.kernel.byteLength);
  const { littleEndian } = kernel;
  const { start, count } = longestRun(view, littleEndian);
  if (count < MIN_ENTRIES) return undefined;
  const place = (row: number): bigint => view.getBigUint64(start + ENTRY * row, littleEndian);
  const target = (row: number): bigint => view.getBigUint64(start + ENTRY * row + TARGET, littleEndian);
  return {
    count,
    place,
    target,
    targetAt(wanted) {
      let [first, behind] = [0, count];
      while (first < behind) {
        const middle = (first + behind) >>> 1;
        if (place(middle) < wanted) first = middle + 1;
        else behind = middle;
      }
      return first < count && place(first) === wanted ? target(first) : undefined;
    },
  };
}

function longestRun(view: DataView, littleEndian: boolean): Run {
  const [low, high] = littleEndian ? [TYPE, TYPE + 4] : [TYPE + 4, TYPE];
  const last = view.byteLength - ENTRY;
  const isOf = (type: number, at: number): boolean =>
    view.getUint32(at + low, littleEndian) === type && view.getUint32(at + high, littleEndian) === 0;
  let longest: Run = { start: 0, count: 0 };
  for (let start = 0; start <= last; start += 8) {
    const type = view.getUint32(start + low, littleEndian);
    if (type !== R_AARCH64_RELATIVE && type !== R_RISCV_RELATIVE) continue;
    if (!isOf(type, start)) continue;
    let at = start;
    let before = view.getBigUint64(at, littleEndian);
    for (let next = at + ENTRY; next <= last && isOf(type, next); next += ENTRY) {
      const place = view.getBigUint64(next, littleEndian);
      if (place <= before) break;
      [at, before] = [next, place];
    }
    const count = (at - start) / ENTRY + 1;
    if (count > longest.count) longest = { start, count };
    // What is in the run starts none.
    start = at;
  }
  return longest;
}
