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

const BLOCKS = 0x10000;

/**
 * The search of Wu and Manber ("A fast algorithm for multi-pattern searching", 1994): a table tells for each pair of bytes
 * how far the window may move before a text can end at it.
 *
 * @throws {RangeError} for a text shorter than {@link SHORTEST_NEEDLE}: a mistake in a table of ours.
 */
export function needlesOf(texts: readonly string[]): Needles {
  const needles = texts.map((text) => new TextEncoder().encode(text));
  const window = Math.min(...needles.map(({ length }) => length));
  if (needles.length > 0 && window < SHORTEST_NEEDLE) throw new RangeError("a needle is too short");
  const shift = new Uint8Array(BLOCKS).fill(Math.min(255, window - 1));
  const ending = new Map<number, number[]>();
  for (const [index, needle] of needles.entries()) {
    for (let end = 1; end < window; end += 1) {
      const block = blockAt(needle, end);
      shift[block] = Math.min(shift[block] ?? 0, window - 1 - end);
    }
    const last = blockAt(needle, window - 1);
    ending.set(last, [...(ending.get(last) ?? []), index]);
  }
  return {
    scan(bytes, from, to, found) {
      if (needles.length === 0) return;
      for (let end = from + window - 1; end < to;) {
        const block = ((bytes[end - 1] ?? 0) << 8) | (bytes[end] ?? 0);
        const step = shift[block] ?? 1;
        if (step > 0) {
          end += step;
          continue;
        }
        const start = end - window + 1;
        for (const index of ending.get(block) ?? []) {
          if (standsAt(bytes, needles[index], start, to)) found(index, start);
        }
        end += 1;
      }
    },
  };
}

const blockAt = (needle: Uint8Array, end: number): number =>
  ((needle[end - 1] ?? 0) << 8) | (needle[end] ?? 0);

function standsAt(bytes: Uint8Array, needle: Uint8Array | undefined, at: number, to: number): boolean {
  if (needle === undefined || at + needle.length > to) return false;
  for (let i = 0; i < needle.length; i += 1) if (bytes[at + i] !== needle[i]) return false;
  return true;
}
