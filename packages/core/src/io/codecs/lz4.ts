import { ChunkReader } from "../chunks.ts";
import { FormatError } from "../format-error.ts";
import type { Codec } from "./define-codec.ts";

// The legacy frames of `lz4 -l`, which is what kernels are packed with (scripts/Makefile.lib, cmd_lz4); `lz4` itself writes
// others, which no kernel reads. https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md#legacy-frame

const MAGIC = 0x184c2102;
/** A block unpacks to so much at most, and all but the last to exactly this. */
const MAX_BLOCK = 8 << 20;
/** LZ4_compressBound: what does not get smaller grows a little. */
const MAX_PACKED = MAX_BLOCK + Math.floor(MAX_BLOCK / 255) + 16;
const MIN_MATCH = 4;

/** The library believes whatever a block says, so where its matches lead is looked at first. */
export default {
  id: "lz4",
  magic: Uint8Array.of(0x02, 0x21, 0x4c, 0x18),
  async *decode(compressed, name) {
    const { decompressBlock } = await import("lz4js");
    const input = new ChunkReader(compressed, name);
    try {
      while (!(await input.ended())) {
        const at = input.offset;
        const size = u32(await input.take(4));
        if (size === MAGIC) continue;
        if (size > MAX_PACKED) throw new FormatError(name, at, `lz4: a block of ${size} bytes`);
        const block = await input.take(size);
        const unpacked = new Uint8Array(unpackedSize(block, name, at + 4));
        decompressBlock(block, unpacked, 0, block.length, 0);
        if (unpacked.length > 0) yield unpacked;
      }
    } finally {
      await input.close();
    }
  },
} satisfies Codec;

const u32 = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);

/**
 * What a block unpacks to. https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 *
 * @throws {FormatError} if it ends early, is too large, or a match leads before its start.
 */
function unpackedSize(block: Uint8Array, name: string, base: number): number {
  let at = 0;
  let size = 0;
  const fail = (what: string): never => {
    throw new FormatError(name, base + at, `lz4: ${what}`);
  };
  const length = (nibble: number): number => {
    let sum = nibble;
    if (nibble < 15) return sum;
    for (let byte = 255; byte === 255; at += 1) {
      byte = block[at] ?? fail("a block ends in the middle of a length");
      sum += byte;
    }
    return sum;
  };
  while (at < block.length) {
    const token = block[at] ?? 0;
    at += 1;
    const literals = length(token >> 4);
    at += literals;
    size += literals;
    if (at > block.length) fail("a block ends in the middle of its literals");
    if (size > MAX_BLOCK) fail(`a block of more than ${MAX_BLOCK} bytes`);
    if (at === block.length) return size;
    const offset = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8);
    if (offset === 0 || offset > size) fail(`a match ${offset} bytes back, ${size} are there`);
    at += 2;
    size += length(token & 15) + MIN_MATCH;
    if (size > MAX_BLOCK) fail(`a block of more than ${MAX_BLOCK} bytes`);
  }
  return size;
}
