import type { Encoding } from "../../src/io/cursor.ts";

const utf8 = new TextEncoder();

/** Bytes of a text, for sections that hold strings: `text("name=t\0")`. */
export const text = (value: string): Uint8Array => utf8.encode(value);

/** Writes numbers front to back, in one encoding. */
export class ByteWriter {
  readonly encoding: Encoding;
  readonly #bytes: number[] = [];

  constructor(encoding: Encoding) {
    this.encoding = encoding;
  }

  get length(): number {
    return this.#bytes.length;
  }

  u8(value: number): this {
    return this.#number(BigInt(value), 1);
  }
  u16(value: number): this {
    return this.#number(BigInt(value), 2);
  }
  u32(value: number): this {
    return this.#number(BigInt(value), 4);
  }
  u64(value: bigint): this {
    return this.#number(value, 8);
  }
  /** 4 or 8 bytes, as the class has it. */
  word(value: number | bigint): this {
    return this.#number(BigInt(value), this.encoding.wordSize);
  }
  bytes(value: Uint8Array): this {
    for (const byte of value) this.#bytes.push(byte);
    return this;
  }
  /** `value`, cut or filled with NULs to `length` bytes. */
  field(value: string, length: number): this {
    const bytes = new Uint8Array(length);
    bytes.set(text(value).subarray(0, length));
    return this.bytes(bytes);
  }
  /** NULs up to a multiple of `to`. */
  align(to: number): this {
    while (this.#bytes.length % to !== 0) this.#bytes.push(0);
    return this;
  }
  done(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #number(value: bigint, size: number): this {
    for (let i = 0; i < size; i += 1) {
      const shift = BigInt(8 * (this.encoding.littleEndian ? i : size - 1 - i));
      this.#bytes.push(Number((BigInt.asUintN(8 * size, value) >> shift) & 0xffn));
    }
    return this;
  }
}

/** Words of 32 bits, little-endian: instructions. */
export function words(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  for (const [i, one] of values.entries()) new DataView(bytes.buffer).setUint32(i * 4, one, true);
  return bytes;
}
