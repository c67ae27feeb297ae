import { branchFilter, type BranchFilter } from "./branch-filter.ts";
import { ChunkReader, type Chunks } from "./chunks.ts";
import { crc32 } from "./crc32.ts";
import { FormatError } from "./format-error.ts";
import { CHECK_SIZES, filtersAt } from "./xz-block.ts";

// The decoder in use (xz-instance.ts) was built with LZMA2 alone, and takes no dictionary above 64 MiB. A stream that has
// machine code filtered before it, or says a larger dictionary, is given to it as one without: the same LZMA2 data between
// new headers. https://tukaani.org/xz/xz-file-format.txt

const STREAM_HEADER_SIZE = 12;
const CHECK_TYPE_AT = 7;
const LZMA2 = 0x21;
/** 64 MiB, the largest dictionary that the decoder takes. Since 6.12 kernels say 128 MiB, and are smaller than half of it. */
const MAX_DICTIONARY = 28;
const MAX_DISTANCE = 64 << 20;
/** 4 GiB less one byte: 5.3.1. */
const LARGEST_DICTIONARY = 40;
const CHECK_CRC32 = 1;
/** An index of one block with its footer is 24 to 40 bytes long. */
const MAX_END = 64;

/** What is known of a stream before its content. */
export interface Filtered {
  /** Absent when only the dictionary is larger than the decoder takes. */
  readonly filter?: BranchFilter;
  /** `Block Header Size` in bytes. */
  readonly headerSize: number;
  /** LZMA2's one property: the size of its dictionary. */
  readonly dictionary: number;
  /** Type of check. */
  readonly check: number;
}

/** Bytes at the front that {@link filteredStream} may look at. */
export const FILTERED_HEAD = STREAM_HEADER_SIZE + 1024;

/**
 * What is given to the decoder as another stream: its first block has a filter that is undone here, with LZMA2 behind it,
 * or LZMA2 alone with a dictionary that the decoder does not take; else `undefined`.
 */
export function filteredStream(head: Uint8Array): Filtered | undefined {
  const headerSize = ((head[STREAM_HEADER_SIZE] ?? 0) + 1) * 4;
  const block = head.subarray(STREAM_HEADER_SIZE, STREAM_HEADER_SIZE + headerSize);
  const filters = block.length === headerSize && hasCrc(block) ? filtersOf(block) : undefined;
  const check = (head[CHECK_TYPE_AT] ?? 0) & 0xf;
  // What would not be verified here the decoder refuses.
  if (!filters || (!filters.filter && check > CHECK_CRC32)) return undefined;
  return { ...filters, headerSize, check };
}

/** Of each filter its ID and the size of its properties: 0, of LZMA2 1. */
function filtersOf(block: Uint8Array): Pick<Filtered, "filter" | "dictionary"> | undefined {
  const at = filtersAt(block);
  const [id = 0, size, second = 0, one, dictionary = 0] = block.subarray(at, at + 5);
  const count = ((block[1] ?? 0) & 0x3f) + 1;
  if (count === 1) return id === LZMA2 && size === 1 ? largeDictionary(second) : undefined;
  const filter = count === 2 && size === 0 ? branchFilter(id) : undefined;
  return filter && second === LZMA2 && one === 1 ? { filter, dictionary } : undefined;
}

const largeDictionary = (dictionary: number): { dictionary: number } | undefined =>
  dictionary > MAX_DICTIONARY && dictionary <= LARGEST_DICTIONARY ? { dictionary } : undefined;

const hasCrc = (header: Uint8Array): boolean => crc32(header.subarray(0, -4)) === u32(header.subarray(-4));

/**
 * The content of a filtered stream.
 *
 * @param decode unpacks a stream without filter and without check
 * @throws {FormatError} while it is iterated, if the stream is damaged or has several blocks.
 */
export async function* decodeFiltered(
  compressed: Chunks,
  name: string,
  { filter = unfiltered, headerSize, dictionary, check }: Filtered,
  decode: (plain: Chunks) => Chunks,
): Chunks {
  const input = new ChunkReader(compressed, name);
  let stored: Uint8Array = new Uint8Array(0);
  let unpacked = 0;
  async function* plain(): Chunks {
    await input.skip(STREAM_HEADER_SIZE + headerSize);
    yield joined(streamHeader(), blockHeader(headerSize, dictionary));
    let packed = 0;
    for (let ended = false; !ended;) {
      const chunk = await lzma2Chunk(input);
      packed += chunk.bytes.length;
      unpacked += chunk.unpacked;
      ended = chunk.last;
      yield chunk.bytes;
    }
    const padding = -packed & 3;
    yield input.take(padding);
    stored = (await input.take(CHECK_SIZES[check] ?? 0)).slice();
    await takeEnd(input);
    yield streamEnd(headerSize + packed, unpacked);
  }
  let crc = 0;
  try {
    for await (const chunk of decode(plain())) {
      const done = filter.push(chunk);
      crc = crc32(done, crc);
      yield done;
    }
  } catch (error) {
    const mayReachFarther = dictionary > MAX_DICTIONARY && unpacked > MAX_DISTANCE;
    if (!(error instanceof FormatError) || !mayReachFarther) throw error;
    throw new FormatError(name, input.offset, "xz: damaged, or its dictionary has to be larger than 64 MiB");
  }
  const last = filter.end();
  crc = crc32(last, crc);
  if (check === CHECK_CRC32 && u32(stored) !== crc) {
    throw new FormatError(name, input.offset, "xz: the check of the content does not fit: it is damaged");
  }
  if (last.length > 0) yield last;
}

const unfiltered: BranchFilter = { push: (bytes) => bytes, end: () => new Uint8Array(0) };

/** One chunk of LZMA2 data with its header: xz-file-format 5.3.1 refers to lzma2_decoder.c. */
async function lzma2Chunk(
  input: ChunkReader,
): Promise<{ readonly bytes: Uint8Array; readonly unpacked: number; readonly last: boolean }> {
  const at = input.offset;
  const [control = 0] = await input.take(1);
  if (control === 0) return { bytes: Uint8Array.of(0), unpacked: 0, last: true };
  const isPacked = control >= 0x80;
  if (!isPacked && control > 2) {
    throw new FormatError(input.name, at, `xz: an LZMA2 chunk with control byte ${control}`);
  }
  const withProperties = control >= 0xc0;
  const rest = (await input.take(isPacked ? (withProperties ? 5 : 4) : 2)).slice();
  const low = ((rest[0] ?? 0) << 8) | (rest[1] ?? 0);
  const unpacked = (isPacked ? (control & 0x1f) << 16 : 0) + low + 1;
  const size = isPacked ? (((rest[2] ?? 0) << 8) | (rest[3] ?? 0)) + 1 : unpacked;
  const bytes = joined(Uint8Array.of(control), rest, await input.take(size));
  return { bytes, unpacked, last: false };
}

/** Index and footer: what they say is in the new ones. */
async function takeEnd(input: ChunkReader): Promise<void> {
  const at = input.offset;
  let taken = 0;
  let last: Uint8Array = new Uint8Array(4);
  while (!(await input.ended())) {
    last = (await input.take(4)).slice();
    // A block would start with the size of its header.
    if (taken === 0 && last[0] !== 0) {
      throw new FormatError(
        input.name,
        at,
        "xz: several blocks, with machine code filtered or a dictionary above 64 MiB; kofit reads one",
      );
    }
    taken += 4;
    if (taken > MAX_END) break;
  }
  if (taken > MAX_END || last[2] !== 0x59 || last[3] !== 0x5a) {
    throw new FormatError(
      input.name,
      at,
      "xz: its index or its end is damaged, or something else follows it",
    );
  }
}

const streamHeader = (): Uint8Array => {
  const flags = Uint8Array.of(0, 0);
  return joined(Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), flags, le32(crc32(flags)));
};

function blockHeader(size: number, dictionary: number): Uint8Array {
  const header = new Uint8Array(size - 4);
  // What reaches farther back than the decoder remembers is damage to it.
  header.set([size / 4 - 1, 0, LZMA2, 1, Math.min(dictionary, MAX_DICTIONARY)]);
  return joined(header, le32(crc32(header)));
}

function streamEnd(unpadded: number, unpacked: number): Uint8Array {
  const records = joined(Uint8Array.of(0, 1), vli(unpadded), vli(unpacked));
  const padded = joined(records, new Uint8Array(-records.length & 3));
  const index = joined(padded, le32(crc32(padded)));
  const footer = joined(le32(index.length / 4 - 1), Uint8Array.of(0, 0));
  return joined(index, le32(crc32(footer)), footer, Uint8Array.of(0x59, 0x5a));
}

/** A variable-length integer, 7 bits to a byte: 1.2. */
function vli(value: number): Uint8Array {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  return Uint8Array.of(...bytes, left);
}

const le32 = (value: number): Uint8Array => Uint8Array.of(value, value >> 8, value >> 16, value >> 24);

const u32 = (bytes: Uint8Array): number =>
  bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
