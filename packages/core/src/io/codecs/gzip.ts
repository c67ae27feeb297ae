import { chunksFrom, streamOf } from "../chunks.ts";
import { FormatError } from "../format-error.ts";
import type { Codec } from "./define-codec.ts";

/** RFC 1952, by the platform's own decoder. */
export default {
  id: "gzip",
  magic: Uint8Array.of(0x1f, 0x8b, 0x08),
  async *decode(compressed, name) {
    const stream = streamOf(compressed).pipeThrough(new DecompressionStream("gzip"));
    try {
      yield* chunksFrom(stream);
    } catch (error) {
      // The platform does not tell where. What went wrong in `compressed` itself is passed on as it is.
      if (error instanceof FormatError || !(error instanceof Error)) throw error;
      const why = error.message === "" ? "" : ` (${error.message})`;
      throw new FormatError(name, 0, `gzip: the compressed data is damaged or cut off${why}`);
    }
  },
} satisfies Codec;
