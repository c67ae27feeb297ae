import { standsAt } from "./find-bytes.ts";

/** Where a pair of bytes stands in one of the texts. */
interface Place {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly at: number;
}

/** Two bytes are looked up together. */
const PAIRS = 1 << 16;

/**
 * Which of `texts`, each of two bytes at least, stand in `haystack`: in one pass, because memory is what takes time. Of pairs of
 * bytes that stand one less apart than the shortest text is long, every text that is there has one near its start.
 */
export function textsIn(haystack: Uint8Array, texts: readonly string[]): ReadonlySet<string> {
  const wanted = texts.map((text) => ({ text, bytes: new TextEncoder().encode(text) }));
  const step = Math.min(...wanted.map(({ bytes }) => bytes.length)) - 1;
  const places: (readonly Place[])[] = [[]];
  const placesOf = new Uint16Array(PAIRS);
  for (const { text, bytes } of wanted) {
    for (let at = 0; at < step; at += 1) {
      const pair = pairAt(bytes, at);
      places.push([...(places[placesOf[pair] ?? 0] ?? []), { text, bytes, at }]);
      placesOf[pair] = places.length - 1;
    }
  }
  const found = new Set<string>();
  for (let at = 0; at + 1 < haystack.length; at += step) {
    const row = placesOf[pairAt(haystack, at)] ?? 0;
    if (row === 0) continue;
    for (const place of places[row] ?? []) {
      if (standsAt(haystack, place.bytes, at - place.at)) found.add(place.text);
    }
  }
  return found;
}

const pairAt = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
