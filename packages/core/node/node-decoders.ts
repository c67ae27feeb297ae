import { useNativeDecoder } from "../src/io/decompress.ts";

/**
 * Makes the core use Node's own decoders: its zstd (Node 22.15 and later) verifies the checksum that the portable one
 * leaves out, and both are faster. They are loaded when something is compressed. Node has no xz; the system may.
 */
export function useNodeDecoders(): void {
  useNativeDecoder("gzip", async (bytes, limit) => {
    const { gunzipSync } = await import("node:zlib");
    return gunzipSync(bytes, { maxOutputLength: limit, chunkSize: sizeHint(bytes, limit) });
  });
  for (const format of ["xz", "lzma"] as const) {
    useNativeDecoder(format, async (bytes, limit) => {
      const { xzWhole } = await import("./xz-whole.ts");
      return xzWhole(bytes, limit, format);
    });
  }
  if (hasZstd()) {
    useNativeDecoder("zstd", async (bytes, limit) => {
      const { zstdDecompressSync } = await import("node:zlib");
      return zstdDecompressSync(bytes, { maxOutputLength: limit });
    });
  }
}

/** What zlib takes at least, and what Node gives it unless told otherwise. */
const [SMALLEST, USUAL] = [64, 16 << 10];

/**
 * The size that the end of a gzip file names (RFC 1952, ISIZE), for one piece of exactly that: pieces are put together, which takes
 * twice the memory. It is what it unpacks to unless it lies, or wraps at 4 GiB; then there are several pieces.
 */
function sizeHint(bytes: Uint8Array, limit: number): number {
  if (bytes.length < 4) return USUAL;
  const named = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
  return named < SMALLEST || named > limit ? USUAL : named;
}

/** Node has it since 22.15, and in the same version's list of what it is made of. */
const hasZstd = (): boolean => process.versions["zstd"] !== undefined;
