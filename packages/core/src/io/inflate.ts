import { type Chunks, chunksFrom, streamOf } from "./chunks.ts";
import { FormatError } from "./format-error.ts";

/**
 * Decompresses DEFLATE by the platform's own decoder: as gzip (RFC 1952) or, `"deflate"`, as zlib (RFC 1950).
 *
 * @throws {FormatError} while it is iterated, if the input is damaged or cut off.
 */
export async function* inflated(compressed: Chunks, format: "gzip" | "deflate", name: string): Chunks {
  const stream = streamOf(compressed).pipeThrough(new DecompressionStream(format));
  try {
    yield* chunksFrom(stream);
  } catch (error) {
    // The platform does not tell where. What went wrong in `compressed` itself is passed on as it is.
    if (error instanceof FormatError || !(error instanceof Error)) throw error;
    const why = error.message === "" ? "" : ` (${error.message})`;
    const called = format === "gzip" ? "gzip" : "zlib";
    throw new FormatError(name, 0, `${called}: the compressed data is damaged or cut off${why}`);
  }
}
