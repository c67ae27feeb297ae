import { tooLarge } from "./chunks.ts";

/** Bytes that a decoder writes one after another, and reads again; they grow as they come. */
export class Output {
  size = 0;
  #bytes = new Uint8Array(1 << 16);
  readonly #limit: number;
  readonly #name: string;

  constructor(limit: number, name: string) {
    this.#limit = limit;
    this.#name = name;
  }

  /** @throws {FormatError} if there are more than the limit. */
  push(byte: number): void {
    if (this.size >= this.#bytes.length) this.#grow();
    this.#bytes[this.size] = byte;
    this.size += 1;
  }

  /** The byte `back` before the next one, 1 is the last that was written; 0 where there is none. */
  at(back: number): number {
    return this.#bytes[this.size - back] ?? 0;
  }

  /** All that was written; nothing can be written any more. */
  done(): Uint8Array {
    return this.#bytes.subarray(0, this.size);
  }

  #grow(): void {
    if (this.size >= this.#limit) throw tooLarge(this.#name, this.#limit);
    const grown = new Uint8Array(Math.min(this.#bytes.length * 2, this.#limit));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
