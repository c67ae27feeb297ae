import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import type { Chunks } from "../../src/io/chunks.ts";
import { decompressedChunks } from "../../src/io/decompress.ts";
import { FormatError } from "../../src/io/format-error.ts";
import { unopenedSource } from "../file-source.ts";

/**
 * Endings of an index that can be read, the one to take first: zlib reads gzip in a third of the time that xz takes,
 * which counts on a board and is more than the larger download costs. Backports and security suites have xz only.
 */
export const ENCODINGS = [".gz", ".xz", ""] as const;

/**
 * The content of the index in the file `path` of `size` bytes, decompressed piece by piece.
 *
 * @param url what errors call it.
 * @throws {FormatError} while it is iterated, if it is damaged.
 */
export function contentOf(
  path: string,
  size: number,
  encoding: (typeof ENCODINGS)[number],
  url: string,
): Chunks {
  return encoding === ".gz" ? gunzipped(path, url) : decompressedChunks(unopenedSource(path, size, url));
}

async function* gunzipped(path: string, url: string): Chunks {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  const gunzip = createGunzip({ chunkSize: 1 << 20 });
  file.on("error", (error) => gunzip.destroy(error));
  try {
    yield* file.pipe(gunzip);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FormatError(url, gunzip.bytesWritten, `gzip: ${reason}`);
  } finally {
    file.destroy();
  }
}
