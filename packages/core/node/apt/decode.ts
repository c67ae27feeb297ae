import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { FormatError } from "../../src/io/format-error.ts";

/**
 * Endings of an index that can be read, the one to take first: gzip is faster to read than xz by more than its larger
 * download costs; backports suites have xz only.
 */
export const ENCODINGS = [".gz", ".xz", ""] as const;

/** Decompressed bytes in one piece. */
const CHUNK = 1 << 20;

/**
 * The content of the file `path`, decompressed piece by piece.
 *
 * @throws {FormatError} if it is not what `encoding` says; the error names `source`.
 */
export async function* decode(
  path: string,
  encoding: (typeof ENCODINGS)[number],
  source: string,
): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: CHUNK });
  try {
    for await (const chunk of await decoder(file, encoding)) yield chunk;
  } catch (error) {
    if (error instanceof FormatError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new FormatError(source, file.bytesRead, `cannot be decompressed: ${reason}`);
  } finally {
    file.destroy();
  }
}

async function decoder(
  file: Readable,
  encoding: (typeof ENCODINGS)[number],
): Promise<AsyncIterable<Uint8Array>> {
  if (encoding === "") return file;
  if (encoding === ".xz") {
    const { default: xz } = await import("xz-decompress");
    return new xz.XzReadableStream(Readable.toWeb(file));
  }
  const gunzip = createGunzip({ chunkSize: CHUNK });
  file.on("error", (error) => gunzip.destroy(error));
  return file.pipe(gunzip);
}
