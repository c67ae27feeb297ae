import { ChunkReader } from "../chunks.ts";
import { FormatError } from "../format-error.ts";
import type { Codec } from "./define-codec.ts";

// https://datatracker.ietf.org/doc/html/rfc8878 section 3.1.1

const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const CHECKSUM_SIZE = 4;
const BLOCK_RLE = 1;
const BLOCK_RESERVED = 3;
/** Block_Maximum_Size: no block unpacks to more. */
const MAX_BLOCK = 128 << 10;
/** What `zstd` itself accepts without being asked, ZSTD_WINDOWLOG_LIMIT_DEFAULT in lib/zstd.h. It is allocated. */
const MAX_WINDOW = 128 << 20;
/**
 * fzstd moves its window for each block, so small blocks cost much. Real ones unpack to 128 KiB, split ones to some; the
 * mean of a frame must be this, after a start that is free.
 */
const MEAN_BLOCK = 4 << 10;
const FREE_BLOCKS = 1024;

interface Block {
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

/**
 * Frames one after another. The frames and blocks are found here, so that no count is believed before it is checked; the
 * content of a block is fzstd's. It does not verify the checksum of the content.
 */
export default {
  id: "zstd",
  magic: Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd),
  async *decode(compressed, name, limit) {
    const input = new ChunkReader(compressed, name);
    try {
      while (!(await input.ended())) {
        const magic = u32(await input.take(4));
        if ((magic & ~0xf) >>> 0 === SKIPPABLE_MAGIC) await input.skip(u32(await input.take(4)));
        else if (magic === MAGIC) yield* frame(input, limit);
        else throw new FormatError(name, input.offset - 4, "zstd: a frame (0xfd2fb528) wanted");
      }
    } finally {
      await input.close();
    }
  },
} satisfies Codec;

async function* frame(input: ChunkReader, limit: number): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import("fzstd");
  const out: Uint8Array[] = [];
  const decompressor = new Decompress((chunk) => out.push(chunk));
  const push = (bytes: Uint8Array, last: boolean): void => {
    try {
      decompressor.push(bytes, last);
    } catch (error) {
      // fzstd indexes without looking: what it throws on damage may be any error.
      const why = error instanceof Error ? error.message : "unknown";
      throw new FormatError(input.name, input.offset, `zstd: a block before this is damaged (${why})`);
    }
  };
  const { bytes, hasChecksum } = await frameHeader(input, limit);
  push(bytes, false);
  let blocks = 0;
  let size = 0;
  for (let ended = false; !ended;) {
    const block = await nextBlock(input, hasChecksum);
    push(block.bytes, block.last);
    ended = block.last;
    blocks += 1;
    for (const chunk of out.splice(0)) {
      size += chunk.length;
      if (chunk.length > 0) yield chunk;
    }
    if (blocks > FREE_BLOCKS + size / MEAN_BLOCK) {
      throw new FormatError(input.name, input.offset, `zstd: ${blocks} blocks for ${size} bytes`);
    }
  }
}

/** The header with its magic, its window checked, and made no larger than all that is wanted: fzstd moves it for each block. */
async function frameHeader(
  input: ChunkReader,
  limit: number,
): Promise<{ bytes: Uint8Array; hasChecksum: boolean }> {
  const at = input.offset - 4;
  const descriptor = (await input.take(1))[0] ?? 0;
  const singleSegment = (descriptor & 0x20) !== 0;
  const windowSize = singleSegment ? 0 : 1;
  const dictionarySize = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentSize = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const rest = await input.take(windowSize + dictionarySize + contentSize);
  if ((descriptor & 3) !== 0 && rest.subarray(windowSize, windowSize + dictionarySize).some((b) => b !== 0)) {
    throw new FormatError(input.name, at, "zstd: the frame needs a dictionary");
  }
  const window = singleSegment ? sizeIn(rest.subarray(dictionarySize)) : windowOf(rest[0] ?? 0);
  if (window > MAX_WINDOW) {
    throw new FormatError(
      input.name,
      at,
      `zstd: a window of ${window} bytes, at most ${MAX_WINDOW} are read`,
    );
  }
  const bytes = new Uint8Array(5 + rest.length);
  new DataView(bytes.buffer).setUint32(0, MAGIC, true);
  bytes[4] = descriptor;
  bytes.set(rest, 5);
  if (!singleSegment) bytes[5] = Math.min(rest[0] ?? 0, descriptorFor(limit));
  return { bytes, hasChecksum: (descriptor & 4) !== 0 };
}

/** Window_Descriptor: exponent and mantissa. */
function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

/** Of a window that holds `size` bytes. */
const descriptorFor = (size: number): number => Math.max(0, Math.ceil(Math.log2(size)) - 10) << 3;

/** Frame_Content_Size: of two bytes, 256 are taken off. */
function sizeIn(bytes: Uint8Array): number {
  const size = bytes.reduceRight((high, byte) => high * 256 + byte, 0);
  return bytes.length === 2 ? size + 256 : size;
}

/** A block with its header; behind the last, the checksum of the frame. */
async function nextBlock(input: ChunkReader, hasChecksum: boolean): Promise<Block> {
  const at = input.offset;
  const head = await input.take(3);
  const header = (head[0] ?? 0) | ((head[1] ?? 0) << 8) | ((head[2] ?? 0) << 16);
  const last = (header & 1) === 1;
  const type = (header >> 1) & 3;
  const size = header >> 3;
  if (type === BLOCK_RESERVED || size > MAX_BLOCK) {
    throw new FormatError(input.name, at, `zstd: a block of type ${type} with ${size} bytes`);
  }
  const rest = (type === BLOCK_RLE ? 1 : size) + (last && hasChecksum ? CHECKSUM_SIZE : 0);
  const bytes = new Uint8Array(3 + rest);
  bytes.set(head);
  bytes.set(await input.take(rest), 3);
  return { bytes, last };
}

function u32(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}
