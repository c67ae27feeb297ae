import { gathered } from "../chunks.ts";
import { FormatError } from "../format-error.ts";
import { Output } from "../output.ts";
import type { Codec } from "./define-codec.ts";

/** Most bytes of compressed data that are held: a kernel has 10 MB. */
const MAX_COMPRESSED = 256 << 20;
const BLOCK_UNIT = 100_000;

/** One stream, as `bzip2 -9` writes it. */
export default {
  id: "bzip2",
  magic: Uint8Array.of(0x42, 0x5a, 0x68),
  async *decode(compressed, name, limit) {
    const bytes = await gathered(compressed, MAX_COMPRESSED, name);
    const { default: bzip2 } = await import("unbzip2-stream/lib/bzip2.js");
    const { default: bitIterator } = await import("unbzip2-stream/lib/bit_iterator.js");
    let given = false;
    const bits = bitIterator(() => {
      if (given) throw new FormatError(name, bytes.length, "bzip2: the compressed data is cut off");
      given = true;
      return bytes;
    });
    const output = new Output(limit, name);
    try {
      const size = bzip2.header(bits) * BLOCK_UNIT;
      const buffer = new Int32Array(size);
      const write = (byte: number): void => output.push(byte);
      let check: number | null | undefined;
      while (check !== null) check = bzip2.decompress(bits, write, buffer, size, check);
    } catch (error) {
      if (error instanceof FormatError || !(error instanceof Error)) throw error;
      throw new FormatError(name, 0, `bzip2: the compressed data is damaged (${error.message})`);
    }
    yield output.done();
  },
} satisfies Codec;
