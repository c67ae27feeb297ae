import { useNativeDecoder } from "../src/io/decompress.ts";

/**
 * Makes the core use Node's own decoders: its zstd (Node 22.15 and later) verifies the checksum that the portable one
 * leaves out, and both are faster. They are loaded when something is compressed. Node has no xz; the system may.
 */
export function useNodeDecoders(): void {
  useNativeDecoder("gzip", async (bytes, limit) => {
    const { gunzipSync } = await import("node:zlib");
    return gunzipSync(bytes, { maxOutputLength: limit });
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

/** Node has it since 22.15, and in the same version's list of what it is made of. */
const hasZstd = (): boolean => process.versions["zstd"] !== undefined;
