import type { Chunks } from "../chunks.ts";

/** A compression. Its library is loaded when the first input needs it: a plain `.ko` costs nothing. */
export interface Codec {
  /** Equal to the file's name. */
  readonly id: string;
  /** What a compressed input starts with. */
  readonly magic: Uint8Array;
  /**
   * Decompresses front to back, holding a window and little more.
   *
   * @param name the compressed input, for messages
   * @param limit more bytes than these are not wanted: where a decoder has no window and holds everything, it stops there
   * @throws {FormatError} while it is iterated, if the input is damaged or cut off, or it stops at the limit.
   */
  decode(compressed: Chunks, name: string, limit: number): Chunks;
}
