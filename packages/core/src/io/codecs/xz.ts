import { type Chunks, peeked } from "../chunks.ts";
import { FormatError } from "../format-error.ts";
import { decodeFiltered, FILTERED_HEAD, filteredStream } from "../xz-filtered.ts";
import { forgetXzInstance, type XzInstance, xzInstance } from "../xz-instance.ts";
import type { Codec } from "./define-codec.ts";

/** `enum xz_ret` in include/linux/xz.h */
const XZ_OK = 0;
const XZ_STREAM_END = 1;
const problems: Readonly<Record<number, string>> = {
  3: "xz: no memory for its dictionary",
  4: "xz: its dictionary is larger than 64 MiB",
  5: "xz: its header or an index is damaged",
  6: "xz: a filter or integrity check that kofit does not read (it reads LZMA2, with or without the filters for x86 and arm, and none, CRC32 or CRC64)",
  7: "xz: the compressed data is damaged",
  8: "xz: the compressed data is cut off, or something else follows it",
};

/** One stream or several, as `xz` writes them. https://tukaani.org/xz/xz-file-format.txt */
export default {
  id: "xz",
  magic: Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00),
  async *decode(compressed, name) {
    const { head, chunks } = await peeked(compressed, FILTERED_HEAD);
    const filtered = filteredStream(head);
    if (filtered) yield* decodeFiltered(chunks, name, filtered, (plain) => decodePlain(plain, name));
    else yield* decodePlain(chunks, name);
  },
} satisfies Codec;

async function* decodePlain(compressed: Chunks, name: string): Chunks {
  const xz = await xzInstance();
  const context = xz.create_context();
  try {
    yield* unpack(xz, context, compressed, name);
  } finally {
    xz.destroy_context(context);
  }
}

async function* unpack(xz: XzInstance, context: number, compressed: Chunks, name: string): Chunks {
  // The context starts with: size of the buffers, then struct xz_buf: in, in_pos, in_size, out, out_pos, out_size
  const fields = (): Uint32Array => new Uint32Array(xz.memory.buffer, context, 6);
  const [bufferSize = 0, input = 0, , , output = 0] = fields();
  let consumed = 0;

  /** Unpacks what `piece` gives; an empty one says that the input is at its end. Returns whether xz agrees. */
  function* unpackPiece(piece: Uint8Array): Generator<Uint8Array, boolean> {
    new Uint8Array(xz.memory.buffer, input, piece.length).set(piece);
    xz.supply_input(context, piece.length);
    for (;;) {
      const result = nextOutput(xz, context, name);
      const now = fields();
      const [, , inPos = 0, inSize = 0, , outPos = 0] = now;
      if (result !== XZ_OK && result !== XZ_STREAM_END) {
        throw new FormatError(name, consumed + inPos, problems[result] ?? `xz: error ${result}`);
      }
      now[5] = 0;
      if (outPos > 0) yield new Uint8Array(xz.memory.buffer, output, outPos).slice();
      if (result === XZ_STREAM_END) return true;
      if (inPos === inSize && outPos < bufferSize) break;
    }
    consumed += piece.length;
    return false;
  }

  for await (const chunk of compressed) {
    for (let at = 0; at < chunk.length; at += bufferSize) {
      yield* unpackPiece(chunk.subarray(at, at + bufferSize));
    }
  }
  let ended = false;
  while (!ended) ended = yield* unpackPiece(new Uint8Array(0));
}

/** A trap is not known to happen; if it does, the input made it happen. */
function nextOutput(xz: XzInstance, context: number, name: string): number {
  try {
    return xz.get_next_output(context);
  } catch (error) {
    forgetXzInstance();
    throw new FormatError(name, 0, `xz: ${error instanceof Error ? error.message : "the decoder stopped"}`);
  }
}
