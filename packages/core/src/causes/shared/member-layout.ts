import type { Architecture } from "../../model/architecture.ts";
import type { StructMember, StructModule } from "../../model/kernel.ts";

/** A member that is laid out anew: sizes and alignments in bytes. */
export interface Placed {
  readonly name: string;
  readonly size: number;
  readonly alignment: number;
}

/** Where members come to stand, in bytes. */
export interface Placement {
  readonly offsets: ReadonlyMap<string, number>;
  /** Behind the last, not rounded up. */
  readonly end: number;
}

/** Up to the longest cache line, s390's. */
const ALIGNMENTS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/**
 * Sizes and alignments of the members. BTF tells no alignments: a member has the natural one of its size, at most a word,
 * or the one that its offset shows. `undefined` when an offset cannot be explained, or there are no members.
 */
export function layoutOf(members: readonly StructMember[]): readonly Placed[] | undefined {
  const word = wordOf(members);
  const placed: Placed[] = [];
  let end = 0;
  for (const { name, offset, size } of members) {
    if (size === undefined) return undefined;
    const likely = startsLine(name, size, word) ? lineAt(offset) : naturalAlignment(size, word);
    const alignment = [likely, ...ALIGNMENTS].find((a) => roundUp(end, a) === offset);
    if (alignment === undefined) return undefined;
    placed.push({ name, size, alignment });
    end = offset + size;
  }
  return placed.length > 0 ? placed : undefined;
}

export function place(members: readonly Placed[]): Placement {
  const offsets = new Map<string, number>();
  let end = 0;
  for (const { name, size, alignment } of members) {
    const offset = roundUp(end, alignment);
    offsets.set(name, offset);
    end = offset + size;
  }
  return { offsets, end };
}

/** Size of a pointer: `list` stands behind an enum, on a multiple of it. */
export const wordOf = (members: readonly StructMember[]): 4 | 8 =>
  members.some(({ name, offset }) => name === "list" && offset === 4) ? 4 : 8;

/** `mem` and `core_layout` start a cache line where they hold nodes of a tree: __module_memory_align in include/linux/module.h. */
const startsLine = (name: string, size: number, word: number): boolean =>
  (name === "mem" && size > 7 * 4 * word) || (name === "core_layout" && size > 7 * word);

const lineAt = (offset: number): number => (offset % 64 === 0 ? 64 : 1);

/** The largest power of two that divides the size, at most a word. */
export const naturalAlignment = (size: number, word: number): number =>
  [8, 4, 2].find((a) => a <= word && size % a === 0) ?? 1;

export const roundUp = (value: number, alignment: number): number => Math.ceil(value / alignment) * alignment;

/** L1_CACHE_BYTES, where an architecture has one only: arch/<arch>/include/asm/cache.h. */
const LINES: Readonly<Record<string, number>> = {
  x86_64: 64,
  arm64: 64,
  riscv64: 64,
  loongarch64: 64,
  s390x: 256,
  ppc64: 128,
  ppc64le: 128,
};

/** Cache lines to which the kernel's `sizeof(struct module)` may be rounded up; none when it is not understood. */
export function cacheLines(
  { size }: StructModule,
  { end }: Placement,
  architecture: Architecture | undefined,
): readonly number[] {
  const fitting = ALIGNMENTS.filter((line) => line >= 4 && roundUp(end, line) === size);
  const own = architecture && LINES[architecture.name];
  return own !== undefined && fitting.includes(own) ? [own] : fitting;
}
