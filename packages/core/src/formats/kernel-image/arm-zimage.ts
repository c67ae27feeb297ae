import { type ByteSource, slice } from "../../io/byte-source.ts";
import { compressionOf, magicOf } from "../../io/decompress.ts";
import { FormatError } from "../../io/format-error.ts";
import { struct, u32 } from "../../io/struct.ts";
import { type ArchitectureName, architectureNamed } from "../../model/architecture.ts";
import { type Container, hasMagic, headerCursor, headerOf, part } from "./container.ts";
import { type Payload, unpackSized } from "./payload.ts";

// 32-bit arm: a decompressor with the kernel behind it. arch/arm/boot/compressed/{head.S,vmlinux.lds.S}

const HEADER_AT = 0x24;
/** Always little-endian, also where the kernel is not: ZIMAGE_MAGIC of BE8. */
const zimage_header = struct({
  magic: u32,
  start: u32,
  end: u32,
  endianness: u32,
  table_magic: u32,
  table_offset: u32,
});
/** 0x016f2818 */
const MAGIC = [0x18, 0x28, 0x6f, 0x01];
/** As it is in a little-endian kernel. */
const LITTLE_ENDIAN = 0x04030201;
/** Says that `table_offset` follows: since 4.15. */
const TABLE_MAGIC = 0x45454545;
/** The first entry of the table: where the last four bytes of the payload are, the size of what it unpacks to. */
const size_entry = struct({ words: u32, tag: u32, size_at: u32 });
const SIZE_TAG = 0x5a534c4b;
const SIZE_LENGTH = 4;
/** The decompressor and its constants: 60 KB. The payload starts within so much. */
const MAX_DECOMPRESSOR = 1 << 20;
/** Places that look like the start of a payload and are none: code is code. */
const MAX_CANDIDATES = 16;

export const armZimage: Container = {
  id: "arm-zimage",
  recognises: (head) => hasMagic(head, HEADER_AT, MAGIC),
  async unpack(image) {
    const header = zimage_header.read(headerCursor(await headerOf(image), image, HEADER_AT));
    if (header.table_magic !== TABLE_MAGIC) {
      throw new FormatError(image.name, HEADER_AT + 16, "no table: a zImage of Linux 4.15 or later expected");
    }
    const from = header.table_offset;
    const end = (await payloadEnd(image, from)) - from;
    const name: ArchitectureName = header.endianness === LITTLE_ENDIAN ? "arm" : "armeb";
    const behindTable = part(image, from, Math.max(0, end), "payload");
    return { ...(await unpackFirst(behindTable)), architecture: architectureNamed(name) };
  },
};

async function payloadEnd(image: ByteSource, table: number): Promise<number> {
  const size = size_entry.sizeof({ littleEndian: true, wordSize: 4 });
  const entry = await part(image, table, size, "table").read(0, size);
  const { tag, size_at } = size_entry.read(headerCursor(entry, image, 0));
  if (tag === SIZE_TAG) return size_at + SIZE_LENGTH;
  throw new FormatError(
    image.name,
    table + 4,
    `tag 0x${SIZE_TAG.toString(16)} expected, 0x${tag.toString(16)} found`,
  );
}

/** The header does not tell where the payload starts: it is what unpacks to the size that stands at its end. */
async function unpackFirst(region: ByteSource): Promise<Payload> {
  const start = await region.read(0, Math.min(region.size, MAX_DECOMPRESSOR));
  let furthest: FormatError | undefined;
  for (const at of candidates(start)) {
    try {
      return await unpackSized(slice(region, at, region.size - at));
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      if (!furthest || error.offset > furthest.offset) furthest = error;
    }
  }
  throw furthest ?? new FormatError(region.name, 0, "no compressed kernel found");
}

/** Where a compression that kofit knows may start; those with the longest magic first, for they are hardly chance. */
function candidates(bytes: Uint8Array): readonly number[] {
  const found: { readonly at: number; readonly length: number }[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const id = compressionOf(bytes, at);
    if (id) found.push({ at, length: magicOf(id).length });
  }
  return found
    .toSorted((a, b) => b.length - a.length || a.at - b.at)
    .slice(0, MAX_CANDIDATES)
    .map(({ at }) => at);
}
