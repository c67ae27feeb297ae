import { FormatError } from "./format-error.ts";

/** How numbers are written in an input. */
export interface Encoding {
  readonly littleEndian: boolean;
  /** Size of a native word in bytes: 4 for ELFCLASS32, 8 for ELFCLASS64. */
  readonly wordSize: 4 | 8;
}

const latin1 = new TextDecoder("latin1");

/**
 * Reads numbers and strings from one section, front to back.
 *
 * Every read is bounds-checked and fails with a {@link FormatError} that names the input and the offset *in the
 * input* (`base` + position), not in the window.
 */
export class Cursor {
  offset = 0;
  readonly bytes: Uint8Array;
  readonly source: string;
  readonly base: number;
  readonly encoding: Encoding;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, source: string, encoding: Encoding, base = 0) {
    this.bytes = bytes;
    this.source = source;
    this.encoding = encoding;
    this.base = base;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.offset;
  }

  fail(what: string, at: number = this.offset): never {
    throw new FormatError(this.source, this.base + at, what);
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }
  u16(): number {
    return this.#view.getUint16(this.#take(2), this.encoding.littleEndian);
  }
  u32(): number {
    return this.#view.getUint32(this.#take(4), this.encoding.littleEndian);
  }
  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8), this.encoding.littleEndian);
  }
  /** A file offset or a length. Bigger than 2^53 is not a file this century: it is damage, and is `Infinity`. */
  size(): number {
    if (this.encoding.wordSize === 4) return this.u32();
    const value = Number(this.u64());
    return Number.isSafeInteger(value) ? value : Infinity;
  }
  /** A virtual address. Kernel addresses do not fit a `number`. */
  address(): bigint {
    return this.encoding.wordSize === 8 ? this.u64() : BigInt(this.u32());
  }
  take(length: number): Uint8Array {
    const at = this.#take(length);
    return this.bytes.subarray(at, at + length);
  }
  /** A NUL-terminated string; the NUL is consumed. */
  cstring(): string {
    const end = this.bytes.indexOf(0, this.offset);
    if (end < 0) this.fail("string is not NUL-terminated");
    const text = latin1.decode(this.bytes.subarray(this.offset, end));
    this.offset = end + 1;
    return text;
  }

  #take(length: number): number {
    const at = this.offset;
    if (length > this.left) this.fail(`${length} bytes wanted, ${this.left} left`);
    this.offset = at + length;
    return at;
  }
}
