import { type ByteSource, bytesSource, readAll, slice } from "../../io/byte-source.ts";
import { type Chunks, chunksOf, gathered } from "../../io/chunks.ts";
import { Cursor } from "../../io/cursor.ts";
import { compressionOf, decompressed, MAGIC_SIZE } from "../../io/decompress.ts";
import { FormatError } from "../../io/format-error.ts";
import { inflated } from "../../io/inflate.ts";
import { ELFCOMPRESS_ZLIB, ELFCOMPRESS_ZSTD, SHF_COMPRESSED } from "./constants.ts";
import type { ElfFile } from "./elf.ts";
import type { ElfSection } from "./section-table.ts";
import { Elf32_Chdr, Elf64_Chdr } from "./structs.ts";

/** Before SHF_COMPRESSED there were sections `.zdebug_*`: this, the size in eight bytes, most significant first, and zlib. */
const ZLIB = [0x5a, 0x4c, 0x49, 0x42] as const;
const ZDEBUG_HEADER = 12;
const CHDR_SIZE = 24;

interface Packed {
  readonly type: number;
  readonly headerSize: number;
  readonly size: number;
}

/**
 * The bytes of a section, unpacked where it is compressed: then, and only then, they are all in memory.
 *
 * @throws {FormatError} if the section is not inside the file, unpacks to more than `limit` bytes or to others than it says,
 * or is compressed in a way that is not known.
 */
export async function openUncompressed(
  file: ElfFile,
  section: ElfSection,
  limit: number,
): Promise<ByteSource> {
  const source = file.open(section);
  const packed = await packingOf(file, section, source);
  if (!packed) return source;
  const { type, headerSize, size } = packed;
  if (size > limit) {
    throw new FormatError(source.name, 0, `unpacks to ${size} bytes; at most ${limit} are read of it`);
  }
  const payload = slice(source, headerSize, source.size - headerSize);
  const bytes = await unpacked(payload, type, limit);
  if (bytes.length === size) return bytesSource(source.name, bytes);
  throw new FormatError(source.name, 0, `unpacks to ${bytes.length} bytes, its header says ${size}`);
}

async function packingOf(
  { header }: ElfFile,
  { sh_flags, name = "" }: ElfSection,
  source: ByteSource,
): Promise<Packed | undefined> {
  const start = await source.read(0, Math.min(CHDR_SIZE, source.size));
  if (isCompressed(sh_flags)) {
    const c = new Cursor(start, source.name, header.encoding);
    const { ch_type, ch_size } = (header.bits === 32 ? Elf32_Chdr : Elf64_Chdr).read(c);
    return { type: ch_type, headerSize: c.offset, size: ch_size };
  }
  if (!name.startsWith(".zdebug_") || !ZLIB.every((byte, i) => start[i] === byte)) return undefined;
  const c = new Cursor(start, source.name, { littleEndian: false, wordSize: 8 });
  c.offset = ZLIB.length;
  return { type: ELFCOMPRESS_ZLIB, headerSize: ZDEBUG_HEADER, size: c.size() };
}

/** Flags of 64 bits are a `number`, of which only the lower 32 go into `&`. */
const isCompressed = (flags: number): boolean => Math.floor(flags / SHF_COMPRESSED) % 2 === 1;

async function unpacked(payload: ByteSource, type: number, limit: number): Promise<Uint8Array> {
  if (type === ELFCOMPRESS_ZLIB) {
    const chunks: Chunks = inflated(chunksOf(payload), "deflate", payload.name);
    return gathered(chunks, limit, payload.name);
  }
  const magic = await payload.read(0, Math.min(MAGIC_SIZE, payload.size));
  if (type === ELFCOMPRESS_ZSTD && compressionOf(magic) === "zstd") {
    return readAll(await decompressed(payload, limit), limit);
  }
  throw new FormatError(payload.name, 0, `compressed in a way that is not known (ch_type ${type})`);
}
