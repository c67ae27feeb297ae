import { CHECK_SIZES } from "../../io/xz-block.ts";

// https://tukaani.org/xz/xz-file-format.txt; LZMA2 by its chunk headers, as lzma2 in lib/xz/xz_dec_lzma2.c

const STREAM_HEADER_SIZE = 12;
const FOOTER_SIZE = 12;
const CHECK_AT = 7;
const LZMA2 = 0x21;

/** The first of the streams that an `.xz` file holds. */
export interface XzStream {
  /** Where it ends, in bytes from the start of the file. */
  readonly end: number;
  /** The largest property of a dictionary, 5.3.1: 28 is 64 MiB; 0 without a block. */
  readonly dictionary: number;
}

/**
 * The first stream, found by the sizes that stand in it: nothing is unpacked, and no checksum looked at. `undefined` where
 * the file ends before it, or it is damaged so that these cannot be followed.
 */
export function firstXzStream(bytes: Uint8Array): XzStream | undefined {
  const check = CHECK_SIZES[(bytes[CHECK_AT] ?? 0) & 0xf] ?? 0;
  let at = STREAM_HEADER_SIZE;
  let dictionary = 0;
  while ((bytes[at] ?? 0) !== 0) {
    const header = ((bytes[at] ?? 0) + 1) * 4;
    dictionary = Math.max(dictionary, dictionaryIn(bytes.subarray(at, at + header)));
    const start = at + header;
    const end = lzma2End(bytes, start);
    if (end === undefined) return undefined;
    at = end + (-(end - start) & 3) + check;
  }
  const index = indexEnd(bytes, at);
  if (index === undefined) return undefined;
  const end = at + index + (-index & 3) + 4 + FOOTER_SIZE;
  return end <= bytes.length ? { end, dictionary } : undefined;
}

/** LZMA2's one property in a block header: that of its last filter. */
function dictionaryIn(header: Uint8Array): number {
  for (let at = header.length - 3; at >= 2; at -= 1) {
    if (header[at] === LZMA2 && header[at + 1] === 1) return header[at + 2] ?? 0;
  }
  return 0;
}

/** Where the chunks that begin at `start` end. */
function lzma2End(bytes: Uint8Array, start: number): number | undefined {
  let at = start;
  for (;;) {
    const control = bytes[at];
    if (control === undefined) return undefined;
    if (control === 0) return at + 1;
    const isPacked = control >= 0x80;
    if (!isPacked && control > 2) return undefined;
    const size = isPacked ? at + 3 : at + 1;
    const length = ((bytes[size] ?? 0) << 8) | (bytes[size + 1] ?? 0);
    at = size + 2 + (control >= 0xc0 ? 1 : 0) + length + 1;
  }
}

/** Length of the index without padding and CRC: an indicator, a count, and two numbers for each block. */
function indexEnd(bytes: Uint8Array, start: number): number | undefined {
  let at = start + 1;
  const number = (): number | undefined => {
    let value = 0;
    for (let i = 0; i < 9; i += 1) {
      const byte = bytes[at];
      if (byte === undefined) return undefined;
      at += 1;
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    return undefined;
  };
  const count = number();
  if (count === undefined) return undefined;
  for (let i = 0; i < count * 2; i += 1) if (number() === undefined) return undefined;
  return at - start;
}
