import { ChunkReader } from "../chunks.ts";
import { FormatError } from "../format-error.ts";
import { lzo1x } from "../lzo1x.ts";
import { Output } from "../output.ts";
import type { Codec } from "./define-codec.ts";

// The file format of lzop, as lib/decompress_unlzo.c reads it. Numbers are big-endian.

const MAGIC = Uint8Array.of(0x89, 0x4c, 0x5a, 0x4f, 0x00, 0x0d, 0x0a, 0x1a, 0x0a);
/** From this version on, the header has more fields. */
const LATER = 0x0940;
const HAS_FILTER = 0x800;
/** Checks that stand before a block: of what it unpacks to, and of what it is. */
const UNPACKED_CHECKS = [0x1, 0x100];
const PACKED_CHECKS = [0x2, 0x200];
/** lzop writes 256 KiB. */
const MAX_BLOCK = 1 << 20;

export default {
  id: "lzo",
  magic: MAGIC,
  async *decode(compressed, name) {
    const input = new ChunkReader(compressed, name);
    try {
      const flags = await header(input);
      for (let block = await nextBlock(input, flags); block; block = await nextBlock(input, flags)) {
        yield block;
      }
    } finally {
      await input.close();
    }
  },
} satisfies Codec;

/** The flags, which say what stands before each block. */
async function header(input: ChunkReader): Promise<number> {
  await input.skip(MAGIC.length);
  const later = (await u16(input)) >= LATER;
  // The version of the library; the version that is needed, the method, its level.
  await input.skip(later ? 2 + 2 + 1 + 1 : 2 + 1);
  const flags = await u32(input);
  // The filter; mode, time and the high half of the time; the name; a check.
  await input.skip(((flags & HAS_FILTER) !== 0 ? 4 : 0) + (later ? 12 : 8));
  const [nameSize = 0] = await input.take(1);
  await input.skip(nameSize + 4);
  return flags;
}

/** `undefined` behind the last. */
async function nextBlock(input: ChunkReader, flags: number): Promise<Uint8Array | undefined> {
  const at = input.offset;
  const size = await u32(input);
  if (size === 0) return undefined;
  const packed = await u32(input);
  if (size > MAX_BLOCK || packed > size) {
    throw new FormatError(input.name, at, `lzo: a block of ${packed} bytes for ${size}`);
  }
  const checks = packed < size ? [...UNPACKED_CHECKS, ...PACKED_CHECKS] : UNPACKED_CHECKS;
  await input.skip(4 * checks.filter((bit) => (flags & bit) !== 0).length);
  const start = input.offset;
  const bytes = await input.take(packed);
  if (packed === size) return bytes;
  const output = new Output(size, input.name);
  lzo1x(bytes, output, (what, where) => {
    throw new FormatError(input.name, start + where, `lzo: ${what}`);
  });
  if (output.size === size) return output.done();
  throw new FormatError(input.name, at, `lzo: a block unpacks to ${output.size} bytes, not to ${size}`);
}

async function u16(input: ChunkReader): Promise<number> {
  const [high = 0, low = 0] = await input.take(2);
  return (high << 8) | low;
}

async function u32(input: ChunkReader): Promise<number> {
  return (await u16(input)) * 0x10000 + (await u16(input));
}
