import { FormatError } from "../../io/format-error.ts";

// struct posix_header in GNU tar's manual, "Basic Tar Format"; pax(1) in POSIX, "ustar Interchange Format"

export const BLOCK_SIZE = 512;

/** One header block, its numbers and names read. */
export interface Header {
  readonly name: string;
  /** Bytes of content in the blocks that follow. */
  readonly size: number;
  /** `"0"` a file, `"5"` a directory …; an old `"\0"` is `"0"`. */
  readonly type: string;
  readonly linkName: string;
}

const CHECKSUM_AT = 148;
const CHECKSUM_END = 156;
const SPACE = 0x20;

const utf8 = new TextDecoder("utf-8");

/**
 * Reads a header block.
 *
 * @param at its offset in the archive, for messages
 * @throws {FormatError} if its checksum or a number is wrong.
 */
export function parseHeader(block: Uint8Array, name: string, at: number): Header {
  const number = (what: string, from: number, to: number): number =>
    numberIn(block.subarray(from, to)) ?? fail(name, at + from, `tar: ${what} is no number`);
  let sum = 0;
  for (const [i, byte] of block.entries()) sum += i >= CHECKSUM_AT && i < CHECKSUM_END ? SPACE : byte;
  const checksum = number("the checksum", CHECKSUM_AT, CHECKSUM_END);
  if (checksum !== sum)
    fail(name, at, `tar: a header with checksum ${checksum} wanted, its bytes sum to ${sum}`);
  // Only POSIX headers have a prefix: GNU's hold times at that place.
  const prefix = textIn(block, 257, 263) === "ustar" ? textIn(block, 345, 500) : "";
  const short = textIn(block, 0, 100);
  return {
    name: prefix === "" ? short : `${prefix}/${short}`,
    size: number("a size", 124, 136),
    type: String.fromCharCode(block[156] || 0x30),
    linkName: textIn(block, 157, 257),
  };
}

function fail(name: string, at: number, what: string): never {
  throw new FormatError(name, at, what);
}

/** The text of a field, up to a NUL. */
export function textIn(bytes: Uint8Array, from = 0, to = bytes.length): string {
  const field = bytes.subarray(from, to);
  const nul = field.indexOf(0);
  return utf8.decode(nul < 0 ? field : field.subarray(0, nul));
}

/** Octal digits between blanks or NULs, or GNU's base 256 with its top bit set; `undefined` for what is neither. */
function numberIn(field: Uint8Array): number | undefined {
  const first = field[0] ?? 0;
  if (first & 0x80) {
    const value = field.subarray(1).reduce((high, byte) => high * 256 + byte, first & 0x7f);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const text = textIn(field).trim();
  return /^[0-7]*$/.test(text) ? Number.parseInt(`0${text}`, 8) : undefined;
}
