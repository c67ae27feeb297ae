import type { OutWindow } from "js-lzma";
import { gathered } from "../chunks.ts";
import { FormatError } from "../format-error.ts";
import { Output } from "../output.ts";
import type { Codec } from "./define-codec.ts";

// `.lzma`, what `lzma -9` writes: five bytes of properties, the size or -1, the data. doc/lzma-file-format.txt of xz

const HEADER_SIZE = 13;
/** Most bytes of compressed data that are held: a kernel has 10 MB. */
const MAX_COMPRESSED = 256 << 20;

/** The library's own window is a list of numbers, eight bytes each: it is given the output for a window. */
export default {
  id: "lzma",
  // lc 3, lp 0, pb 2, as all encoders have it, and a dictionary that is a multiple of 64 KiB.
  magic: Uint8Array.of(0x5d, 0x00, 0x00),
  async *decode(compressed, name, limit) {
    const bytes = await gathered(compressed, MAX_COMPRESSED, name);
    const { default: LZMA } = await import("js-lzma");
    if (bytes.length < HEADER_SIZE) throw cutOff(name, bytes.length);
    let at = 0;
    const input = {
      size: bytes.length,
      readByte(): number {
        const byte = bytes[at];
        if (byte === undefined) throw cutOff(name, at);
        at += 1;
        return byte;
      },
    };
    const output = new Output(limit, name);
    const decoder = new LZMA.Decoder();
    decoder._outWindow = windowOn(output);
    const known = decoder.setDecoderProperties(input);
    at = HEADER_SIZE;
    if (!known || !decoder.decode(input, undefined, sizeIn(bytes))) {
      throw new FormatError(name, at, "lzma: the compressed data is damaged");
    }
    yield output.done();
  },
} satisfies Codec;

const cutOff = (name: string, at: number): FormatError =>
  new FormatError(name, at, "lzma: the compressed data is cut off");

/** -1: the data ends with a marker. */
function sizeIn(bytes: Uint8Array): number {
  const size = new DataView(bytes.buffer, bytes.byteOffset, HEADER_SIZE).getBigInt64(5, true);
  return size < 0n ? -1 : Number(size);
}

const nothing = (): void => {};

function windowOn(output: Output): OutWindow {
  return {
    create: nothing,
    init: nothing,
    setStream: nothing,
    releaseStream: nothing,
    flush: nothing,
    putByte: (byte) => output.push(byte),
    getByte: (distance) => output.at(distance + 1),
    copyBlock(distance, length) {
      for (let i = 0; i < length; i += 1) output.push(output.at(distance + 1));
    },
  };
}
