import { type ByteSource, readAll, slice } from "../../io/byte-source.ts";
import { Cursor } from "../../io/cursor.ts";
import { FormatError } from "../../io/format-error.ts";
import { blob, type Read, struct, u32 } from "../../io/struct.ts";

// https://tukaani.org/xz/xz-file-format.txt: section 2.1.2, "Stream Footer", and 4, "Index"

const HEADER_SIZE = 12;
const FOOTER_SIZE = 12;
const FOOTER_MAGIC = [0x59, 0x5a] as const;
const INDEX_INDICATOR = 0;
/** Of a module in blocks of 64 KiB, which nobody makes so small, this is the index of 1 GiB. */
const MAX_INDEX = 128 << 10;
/** Index and footer of a module that is one block, which nearly all are. */
const TAIL = 64;
/** Bytes of a multibyte integer: 63 bits, 7 in each. Section 1.2 */
const MAX_MULTIBYTE = 9;

const encoding = { littleEndian: true, wordSize: 8 } as const;

const Footer = struct({ crc32: u32, backward_size: u32, stream_flags: blob(2), magic: blob(2) });

/** What an `.xz` file says at its end of what it holds. */
export interface XzIndex {
  /** What all blocks unpack to, in bytes. */
  readonly unpackedSize: number;
  /** How the content is checked, as the format numbers it: 0 not at all, 1 CRC32, 4 CRC64, 10 SHA-256. */
  readonly check: number;
}

/**
 * The index of an `.xz` file that is one stream and nothing else, as `xz` makes it of a module.
 *
 * Its CRCs are not verified, and the blocks are not looked at: whoever unpacks them does both.
 *
 * @throws {FormatError} if it is damaged, or something stands before or behind the one stream.
 */
export async function readXzIndex(file: ByteSource): Promise<XzIndex> {
  if (file.size < HEADER_SIZE + FOOTER_SIZE) {
    throw new FormatError(
      file.name,
      0,
      `xz: ${file.size} bytes, fewer than the header and footer of a stream`,
    );
  }
  const tailSize = Math.min(TAIL, file.size - HEADER_SIZE);
  const tail = await file.read(file.size - tailSize, tailSize);
  const footer = readFooter(tail.subarray(tailSize - FOOTER_SIZE), file);
  const size = (footer.backward_size + 1) * 4;
  const start = file.size - FOOTER_SIZE - size;
  if (start < HEADER_SIZE) {
    throw new FormatError(
      file.name,
      file.size - 8,
      `xz: an index of ${size} bytes does not fit into the file`,
    );
  }
  const index =
    size + FOOTER_SIZE <= tailSize
      ? tail.subarray(tailSize - FOOTER_SIZE - size, tailSize - FOOTER_SIZE)
      : await readAll(slice(file, start, size), MAX_INDEX);
  const { packed, unpacked } = sumOfBlocks(new Cursor(index, file.name, encoding, start));
  if (HEADER_SIZE + packed !== start) {
    throw new FormatError(
      file.name,
      start,
      `xz: blocks of ${packed} bytes in the index, ${start - HEADER_SIZE} bytes before it`,
    );
  }
  return { unpackedSize: unpacked, check: (footer.stream_flags[1] ?? 0) & 0xf };
}

function readFooter(bytes: Uint8Array, { name, size }: ByteSource): Read<typeof Footer> {
  const footer = Footer.read(new Cursor(bytes, name, encoding, size - FOOTER_SIZE));
  if (FOOTER_MAGIC.some((byte, i) => footer.magic[i] !== byte)) {
    throw new FormatError(name, size - 2, 'xz: the end of a stream ("YZ") wanted');
  }
  return footer;
}

/** Sums of the records of an index; what follows them, padding and a CRC32, is left alone. */
function sumOfBlocks(c: Cursor): { packed: number; unpacked: number } {
  if (c.u8() !== INDEX_INDICATOR) c.fail("xz: the start of an index (0) wanted", c.base);
  const count = multibyte(c);
  // A record has two bytes at least.
  if (count * 2 > c.left) c.fail(`xz: an index of ${count} records, ${c.left} bytes left`);
  let packed = 0;
  let unpacked = 0;
  for (let i = 0; i < count; i += 1) {
    packed += Math.ceil(multibyte(c) / 4) * 4;
    unpacked += multibyte(c);
  }
  return { packed, unpacked };
}

/** The lowest seven bits first; the eighth says that more follow. Above 2^53 it is not exact, and no size of a file. */
function multibyte(c: Cursor): number {
  let value = 0;
  for (let i = 0; i < MAX_MULTIBYTE; i += 1) {
    const byte = c.u8();
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return value;
  }
  return c.fail("xz: a number of more than 9 bytes");
}
