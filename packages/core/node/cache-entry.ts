import { deserialize, serialize } from "node:v8";

// An entry is a header of four numbers and a value in the form of the structured clone: typed arrays come back as
// windows on the file's bytes, so 25,000 exports cost nothing to load.
const MAGIC = 0x6b66_6331;
const HEADER = 16;

/** The bytes of an entry that holds `value`, which is plain data. */
export function encodeEntry(value: unknown): Uint8Array {
  const payload = serialize(value);
  // The checksum goes by words.
  const bytes = new Uint8Array(HEADER + Math.ceil(payload.length / 4) * 4);
  bytes.set(payload, HEADER);
  new Uint32Array(bytes.buffer, 0, 3).set([MAGIC, payload.length, checksum(bytes)]);
  return bytes;
}

/** What an entry holds; `undefined` when the bytes are not those of an entry, or not all of them. */
export function decodeEntry(bytes: Uint8Array<ArrayBuffer>): unknown {
  if (bytes.length < HEADER || bytes.length % 4 !== 0 || bytes.byteOffset % 4 !== 0) return undefined;
  const [magic, length = 0, sum] = new Uint32Array(bytes.buffer, bytes.byteOffset, 3);
  if (magic !== MAGIC || length > bytes.length - HEADER || sum !== checksum(bytes)) return undefined;
  try {
    return deserialize(bytes.subarray(HEADER, HEADER + length));
  } catch {
    // Written by a Node whose form this one does not know.
    return undefined;
  }
}

/**
 * FNV-1a over every 16th word: 64 words of each page. A power failure leaves whole pages empty or old, and this finds
 * them. To go over all words takes longer than everything else that a hit does, at the speed of code that runs once.
 */
function checksum(bytes: Uint8Array<ArrayBuffer>): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + HEADER, (bytes.length - HEADER) / 4);
  let h = 0x811c9dc5;
  for (let i = 0; i < words.length; i += STRIDE) h = Math.imul(h ^ (words[i] ?? 0), 0x01000193);
  return h >>> 0;
}

const STRIDE = 16;
