/** Bytes that can be overwritten and appended to; little-endian numbers. */
export interface ByteBuffer {
  readonly size: number;
  /** All bytes; valid until something is appended. */
  bytes(): Uint8Array;
  read(offset: number, size: number): bigint;
  /** Bits beyond `size` bytes are cut off. */
  write(offset: number, size: number, value: bigint): void;
  patch(offset: number, bytes: ArrayLike<number>): void;
  /** Where it was put: at a multiple of `alignment`. */
  append(bytes: Uint8Array, alignment: number): number;
}

export function byteBuffer(content: Uint8Array): ByteBuffer {
  let all = Uint8Array.from(content);
  return {
    get size() {
      return all.length;
    },
    bytes: () => all,
    read(offset, size) {
      let value = 0n;
      for (let i = size - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(all[offset + i] ?? 0);
      return value;
    },
    write(offset, size, value) {
      const bytes = Array.from({ length: size }, (_, i) =>
        Number((BigInt.asUintN(64, value) >> BigInt(8 * i)) & 0xffn),
      );
      all.set(bytes, offset);
    },
    patch: (offset, bytes) => all.set(bytes, offset),
    append(bytes, alignment) {
      const offset = Math.ceil(all.length / alignment) * alignment;
      const longer = new Uint8Array(offset + bytes.length);
      longer.set(all);
      longer.set(bytes, offset);
      all = longer;
      return offset;
    },
  };
}
