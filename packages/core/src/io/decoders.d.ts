// What is used of decoders that bring no types.
declare module "lz4js" {
  /** Unpacks a block to `to` from `at` on; returns where it ends. Checks nothing. */
  export function decompressBlock(
    from: Uint8Array,
    to: Uint8Array,
    start: number,
    length: number,
    at: number,
  ): number;
}
declare module "js-lzma" {
  /** What a decoder is given in the place of its own window. */
  interface OutWindow {
    create(windowSize: number): void;
    init(solid: boolean): void;
    setStream(stream: unknown): void;
    releaseStream(): void;
    flush(): void;
    putByte(byte: number): void;
    getByte(distance: number): number;
    copyBlock(distance: number, length: number): void;
  }
  interface Decoder {
    _outWindow: OutWindow;
    setDecoderProperties(properties: { size: number; readByte(): number }): boolean;
    /** @param size of the output; -1 where a marker ends it */
    decode(input: { readByte(): number }, output: unknown, size: number): boolean;
  }
  const library: { readonly Decoder: new () => Decoder };
  export default library;
  export type { OutWindow };
}
declare module "unbzip2-stream/lib/bzip2.js" {
  type Bits = (count: number | null) => number;
  interface Bzip2 {
    header(bits: Bits): number;
    /** Unpacks a block; `null` at the end of the stream, else the check of all blocks so far. */
    decompress(
      bits: Bits,
      write: (byte: number) => void,
      buffer: Int32Array,
      size: number,
      check: number | undefined,
    ): number | null;
  }
  const library: Bzip2;
  export default library;
}
declare module "unbzip2-stream/lib/bit_iterator.js" {
  export default function bitIterator(next: () => Uint8Array): (count: number | null) => number;
}
