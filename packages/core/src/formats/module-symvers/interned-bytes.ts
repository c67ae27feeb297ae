/** Strings that repeat from line to line, each kept once. */
export interface InternedBytes {
  /** In the order in which they came first. */
  readonly strings: readonly string[];
  /** Index in `strings` of the text in `bytes` from `from` to `to`; added when it is new. */
  indexOf(bytes: Uint8Array, from: number, to: number): number;
}

/** Texts that were seen last are compared as bytes; there are two kinds of exports that take turns. */
const RECENT = 2;

const latin1 = new TextDecoder("latin1");

/** A table that starts with the given strings. */
export function internedBytes(first: readonly string[]): InternedBytes {
  const strings = [...first];
  const known = new Map(strings.map((text, index) => [text, index]));
  const recent = Array.from({ length: RECENT }, () => ({ bytes: new Uint8Array(0), index: -1 }));
  let oldest = 0;
  return {
    strings,
    indexOf(bytes, from, to) {
      for (let i = 0; i < RECENT; i += 1) {
        const one = recent[i];
        if (one && one.index >= 0 && same(one.bytes, bytes, from, to)) return one.index;
      }
      const copy = bytes.slice(from, to);
      const text = latin1.decode(copy);
      const index = known.get(text) ?? strings.push(text) - 1;
      known.set(text, index);
      recent[oldest] = { bytes: copy, index };
      oldest = (oldest + 1) % RECENT;
      return index;
    },
  };
}

function same(a: Uint8Array, b: Uint8Array, from: number, to: number): boolean {
  if (a.length !== to - from) return false;
  for (let i = a.length - 1; i >= 0; i -= 1) if (a[i] !== b[from + i]) return false;
  return true;
}
