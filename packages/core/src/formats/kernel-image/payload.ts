import { type ByteSource, readAll, slice } from "../../io/byte-source.ts";
import { Cursor } from "../../io/cursor.ts";
import { type CodecId, compressionOf, decompressed, MAGIC_SIZE } from "../../io/decompress.ts";
import { FormatError } from "../../io/format-error.ts";
import { hasMagic, MAX_KERNEL } from "./container.ts";

/** A kernel that was packed. */
export interface Payload {
  readonly compression: CodecId;
  readonly kernel: Uint8Array;
}

/**
 * The kernel that is packed in `payload`.
 *
 * @param size what it unpacks to, as the build system wrote behind it
 * @throws {FormatError} if the payload is damaged, too large, or unpacks to something else than `size` bytes.
 */
async function unpackPayload(payload: ByteSource, size: number): Promise<Payload> {
  const compression = compressionOf(await payload.read(0, Math.min(MAGIC_SIZE, payload.size)));
  if (!compression) {
    throw new FormatError(
      payload.name,
      0,
      "a compressed kernel expected, its compression is none that kofit knows",
    );
  }
  if (size > MAX_KERNEL) {
    throw new FormatError(payload.name, 0, `a kernel of ${size} bytes; at most ${MAX_KERNEL} are unpacked`);
  }
  const limit = Math.max(size, payload.size);
  const kernel = await readAll(await decompressed(payload, limit), MAX_KERNEL);
  if (kernel.length !== size) {
    throw new FormatError(
      payload.name,
      0,
      `a kernel of ${size} bytes expected, ${kernel.length} bytes unpacked`,
    );
  }
  return { compression, kernel };
}

/** Bytes of the size that stands behind a payload. */
export const SIZE_LENGTH = 4;
const gzip = [0x1f, 0x8b];

/**
 * A payload that ends in the size of what it unpacks to: gzip's own trailer, and after every other compression four bytes
 * that scripts/Makefile.lib appends (`size_append`).
 *
 * @throws {FormatError} if the payload is damaged, too large, or unpacks to something else than that size.
 */
export async function unpackSized(whole: ByteSource): Promise<Payload> {
  if (whole.size < SIZE_LENGTH) throw new FormatError(whole.name, 0, `a payload of ${whole.size} bytes`);
  const last = await whole.read(whole.size - SIZE_LENGTH, SIZE_LENGTH);
  const size = new Cursor(last, whole.name, { littleEndian: true, wordSize: 4 }).u32();
  const inTrailer = hasMagic(await whole.read(0, Math.min(2, whole.size)), 0, gzip);
  const payload = inTrailer ? whole : slice(whole, 0, whole.size - SIZE_LENGTH);
  return unpackPayload(payload, size);
}
