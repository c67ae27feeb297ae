import { byteText } from "../../model/byte-text.ts";

/** Names that all modules of a kernel have between them: some 600. A file with names of its own makes no more of them stay. */
const MAX_HELD = 2048;

const held = new Map<number, string>();

/**
 * The NUL-terminated name at `at` of a table of section names; `undefined` outside of it.
 *
 * The same eighty names come in each of 4,000 modules: a string is made of each once, and found again by its bytes. The
 * table is looked at as bytes, and no string for all of it is made either.
 */
export function sectionName(table: Uint8Array, at: number): string | undefined {
  if (at >= table.length) return undefined;
  // FNV-1a
  let hash = 0x811c9dc5;
  let end = at;
  for (; end < table.length; end += 1) {
    const byte = table[end] ?? 0;
    if (byte === 0) break;
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  const known = held.get(hash);
  if (known !== undefined && stands(known, table, at, end)) return known;
  const name = byteText(table.subarray(at, end));
  if (known === undefined && held.size < MAX_HELD) held.set(hash, name);
  return name;
}

function stands(name: string, table: Uint8Array, at: number, end: number): boolean {
  if (name.length !== end - at) return false;
  for (let i = 0; i < name.length; i += 1) if (name.charCodeAt(i) !== table[at + i]) return false;
  return true;
}
