import { type ByteSource, checkRange } from "./byte-source.ts";

/** A run of bytes of a source. */
export interface Range {
  readonly offset: number;
  readonly length: number;
}

/** A source that can be told what will be asked of it. */
export interface PrefetchedSource extends ByteSource {
  /**
   * Reads the ranges, near ones together. For `read` only speed depends on it.
   * A range that is not inside the source, or larger than {@link MAX_PREFETCH}, is left out.
   */
  prefetch(ranges: readonly Range[]): Promise<void>;
  /** The bytes of a range that was prefetched; `undefined` when it was not. */
  held(offset: number, length: number): Uint8Array | undefined;
}

/** Bytes that are cheaper to read and drop than to make another call: a call costs what copying 8 KiB costs. */
const GAP = 8 << 10;

/** Nothing larger is read on a guess; who needs more asks for it and decides on a limit. (`.symtab` of amdgpu.ko has 42 MB on riscv64.) */
export const MAX_PREFETCH = 128 << 20;

/** Reads `source` in few, larger steps. Holds what was prefetched for as long as the result is held. */
export function prefetched(source: ByteSource): PrefetchedSource {
  const runs: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
  const held = (offset: number, length: number): Uint8Array | undefined => {
    for (const run of runs) {
      const at = offset - run.offset;
      if (at >= 0 && at + length <= run.bytes.length) return run.bytes.subarray(at, at + length);
    }
    return undefined;
  };
  return {
    name: source.name,
    size: source.size,
    held,
    async prefetch(ranges) {
      const wanted = ranges.filter(
        ({ offset, length }) =>
          length > 0 &&
          length <= MAX_PREFETCH &&
          offset >= 0 &&
          offset + length <= source.size &&
          !held(offset, length),
      );
      for (const { offset, length } of merged(wanted)) {
        runs.push({ offset, bytes: await source.read(offset, length) });
      }
    },
    async read(offset, length) {
      checkRange(this, offset, length);
      return held(offset, length) ?? source.read(offset, length);
    },
  };
}

/** The ranges in order, those together that lie within {@link GAP} of each other. */
function merged(ranges: readonly Range[]): Range[] {
  const out: { offset: number; length: number }[] = [];
  for (const { offset, length } of ranges.toSorted((a, b) => a.offset - b.offset)) {
    const last = out.at(-1);
    const end = last ? last.offset + last.length : -Infinity;
    const both = last ? Math.max(end, offset + length) - last.offset : Infinity;
    if (last && offset - end <= GAP && both <= MAX_PREFETCH) last.length = both;
    else out.push({ offset, length });
  }
  return out;
}
