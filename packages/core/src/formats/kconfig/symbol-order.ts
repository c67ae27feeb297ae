/** Sizes of Kconfig's table of symbols: SYMBOL_HASHSIZE in scripts/kconfig/internal.h since Linux 6.12, expr.h up to 6.11. */
const sizes: readonly number[] = [1 << 14, 9973];

/**
 * Puts symbols into the order in which Kconfig writes them to `auto.conf` and its kin: that of its table, by buckets. Which
 * table it was shows in a file that it wrote. Within a bucket the symbol that the Kconfig files name last comes first
 * (sym_lookup() in scripts/kconfig/symbol.c); which that is, the order of `.config` tells, but for symbols that are named
 * somewhere before they are declared. To those who read these files the order means nothing.
 *
 * @param symbols with their prefix, in the order of `.config`.
 * @param written the symbols of a file that Kconfig wrote for these headers, in its order; their own order is kept.
 */
export function inOrderOfKconfig(symbols: readonly string[], written: readonly string[]): readonly string[] {
  const place = new Map(symbols.map((symbol, index) => [symbol, index]));
  const old = written.filter((symbol) => place.has(symbol));
  const known = new Set(old);
  // Where nothing was written yet, it is that of today.
  const size = sizes.find((one) => isOrderedBy(written, one));
  const fresh = symbols.filter((symbol) => !known.has(symbol));
  if (size === undefined) return [...old, ...fresh];
  const buckets = new Map<number, string[]>();
  const bucketFor = (symbol: string): string[] => {
    const number = bucketOf(symbol, size);
    const bucket = buckets.get(number) ?? [];
    buckets.set(number, bucket);
    return bucket;
  };
  for (const symbol of old) bucketFor(symbol).push(symbol);
  for (const symbol of fresh.toReversed()) {
    const bucket = bucketFor(symbol);
    const before = bucket.findIndex((other) => (place.get(other) ?? 0) < (place.get(symbol) ?? 0));
    bucket.splice(before < 0 ? bucket.length : before, 0, symbol);
  }
  return [...buckets].toSorted(([a], [b]) => a - b).flatMap(([, bucket]) => bucket);
}

function isOrderedBy(symbols: readonly string[], size: number): boolean {
  let last = 0;
  for (const symbol of symbols) {
    const bucket = bucketOf(symbol, size);
    if (bucket < last) return false;
    last = bucket;
  }
  return true;
}

const PREFIX = "CONFIG_";

/** FNV-1a of 32 bits over the name without its prefix: strhash() in scripts/kconfig/symbol.c, later hash_str(). */
function bucketOf(symbol: string, size: number): number {
  let hash = 0x811c9dc5;
  for (let at = PREFIX.length; at < symbol.length; at += 1) {
    hash = Math.imul(hash ^ symbol.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0) % size;
}
