/** Finds which of many short texts stand where in bytes, without looking at every byte. */
export interface Needles {
  /**
   * Calls `found` with the index of the text and the place of its first byte, for every place between `from` and `to`,
   * in the order of the places.
   */
  scan(bytes: Uint8Array, from: number, to: number, found: (needle: number, at: number) => void): void;
}

/** Shorter texts would make the scan slow, for it steps by at most the length of the shortest. */
export const SHORTEST_NEEDLE = 8;

/** Bytes that are looked at together. Three are seldom those of a needle by chance, unlike two. */
const BLOCK = 3;
/** A table of 32 KiB stays in the first cache. */
const BUCKETS = 0x8000;

/**
 * The search of Wu and Manber ("A fast algorithm for multi-pattern searching", 1994): a table tells for each three bytes
 * how far the window may move before a text can end at them.
 *
 * @throws {RangeError} for a text shorter than {@link SHORTEST_NEEDLE}: a mistake in a table of ours.
 */
export function needlesOf(texts: readonly string[]): Needles {
  const needles = texts.map((text) => new TextEncoder().encode(text));
  const window = Math.min(...needles.map(({ length }) => length));
  if (needles.length > 0 && window < SHORTEST_NEEDLE) throw new RangeError("a needle is too short");
  const shift = new Uint8Array(BUCKETS).fill(Math.min(255, window - BLOCK + 1));
  // The needles that may end at a bucket: the last of them, and for each the one before it; -1 is none.
  const lastOf = new Int32Array(BUCKETS).fill(-1);
  const before = new Int32Array(needles.length).fill(-1);
  for (const [index, needle] of needles.entries()) {
    for (let end = BLOCK - 1; end < window; end += 1) {
      const bucket = bucketAt(needle, end);
      shift[bucket] = Math.min(shift[bucket] ?? 0, window - 1 - end);
    }
    const bucket = bucketAt(needle, window - 1);
    before[index] = lastOf[bucket] ?? -1;
    lastOf[bucket] = index;
  }
  return {
    scan(bytes, from, to, found) {
      if (needles.length === 0) return;
      for (let end = from + window - 1; end < to;) {
        const bucket = bucketAt(bytes, end);
        const step = shift[bucket] ?? 1;
        if (step > 0) {
          end += step;
          continue;
        }
        const start = end - window + 1;
        for (let index = lastOf[bucket] ?? -1; index >= 0; index = before[index] ?? -1) {
          if (standsAt(bytes, needles[index], start, to)) found(index, start);
        }
        end += 1;
      }
    },
  };
}

/** Bucket of the three bytes that end at `end`; different ones may share a bucket. */
const bucketAt = (bytes: Uint8Array, end: number): number =>
  (((bytes[end - 2] ?? 0) << 10) ^ ((bytes[end - 1] ?? 0) << 5) ^ (bytes[end] ?? 0)) & (BUCKETS - 1);

function standsAt(bytes: Uint8Array, needle: Uint8Array | undefined, at: number, to: number): boolean {
  if (needle === undefined || at + needle.length > to) return false;
  for (let i = 0; i < needle.length; i += 1) if (bytes[at + i] !== needle[i]) return false;
  return true;
}
