import type { ByteSource } from "./byte-source.ts";
import { FormatError, TooLargeError } from "./format-error.ts";

/** Bytes in pieces, front to back, each the receiver's to keep. */
export type Chunks = AsyncIterable<Uint8Array>;

/** Read at once: large enough that the calls do not count, small enough to hold many. */
const CHUNK_SIZE = 256 << 10;

/** The whole of `source`, piece by piece. */
export async function* chunksOf(source: ByteSource): Chunks {
  for (let at = 0; at < source.size; at += CHUNK_SIZE) {
    yield source.read(at, Math.min(CHUNK_SIZE, source.size - at));
  }
}

/** Up to here pieces are kept and put together at last, which is faster; they and the whole are in memory at once. */
const FEW = 16 << 20;

/**
 * All of `chunks` together, in little more memory than `limit`.
 *
 * @throws {FormatError} if they are more than `limit` bytes. Nothing is read after that.
 */
export async function gathered(chunks: Chunks, limit: number, name: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  let whole: Uint8Array | undefined;
  for await (const chunk of chunks) {
    const at = size;
    size += chunk.length;
    if (size > limit) {
      throw tooLarge(name, limit);
    }
    if (whole) whole.set(chunk, at);
    else parts.push(chunk);
    if (!whole && size > FEW) {
      // The system gives memory for what is written of it only.
      whole = new Uint8Array(limit);
      fill(whole, parts.splice(0));
    }
  }
  if (!whole) return joined(parts, size);
  // What is much smaller does not keep all of it.
  return size < limit / 2 ? whole.slice(0, size) : whole.subarray(0, size);
}

/** The one message for whatever unpacks to too much. */
export const tooLarge = (name: string, limit: number): TooLargeError =>
  new TooLargeError(name, 0, `unpacks to more than ${limit} bytes; at most that are read of such a file`);

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = parts;
  if (first && first.length === size) return first;
  const all = new Uint8Array(size);
  fill(all, parts);
  return all;
}

function fill(all: Uint8Array, parts: readonly Uint8Array[]): void {
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
}

/** The first bytes of `chunks`, `length` or all that there are, and the same chunks again. */
export async function peeked(
  chunks: Chunks,
  length: number,
): Promise<{ readonly head: Uint8Array; readonly chunks: Chunks }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  while (size < length && !ended) {
    const { done, value } = await iterator.next();
    ended = done === true;
    if (done !== true) {
      taken.push(value);
      size += value.length;
    }
  }
  async function* again(): Chunks {
    yield* taken.splice(0);
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head: joined(taken, size), chunks: again() };
}

/** Chunks as a web stream, for what speaks only that. */
export function streamOf(chunks: Chunks): ReadableStream {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

/** A web stream as chunks. Leaving the loop cancels it. */
export async function* chunksFrom(stream: ReadableStream): Chunks {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        ended = true;
        return;
      }
      yield value;
    }
  } finally {
    // What the stream says to being cancelled after it failed is the failure again.
    if (!ended) await reader.cancel().catch(() => undefined);
  }
}

/** Takes chunks apart at other places than they come. */
export class ChunkReader {
  /** Bytes taken so far. */
  offset = 0;
  readonly name: string;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);

  constructor(chunks: Chunks, name: string) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.name = name;
  }

  /** Whether all is taken. */
  async ended(): Promise<boolean> {
    while (this.#held.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done) return true;
      this.#held = value;
    }
    return false;
  }

  /**
   * The next `length` bytes, which the caller has checked against a limit.
   *
   * @throws {FormatError} if fewer are left.
   */
  async take(length: number): Promise<Uint8Array> {
    if (this.#held.length < length) {
      const parts: Uint8Array[] = [this.#held];
      let size = this.#held.length;
      while (size < length) {
        const { done, value } = await this.#chunks.next();
        if (done) throw new FormatError(this.name, this.offset, `${length} bytes wanted, ${size} left`);
        parts.push(value);
        size += value.length;
      }
      this.#held = joined(parts, size);
    }
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    this.offset += length;
    return taken;
  }

  /**
   * Passes over `length` bytes without holding them.
   *
   * @throws {FormatError} if fewer are left.
   */
  async skip(length: number): Promise<void> {
    for (let left = length; left > 0;) {
      if (await this.ended()) throw new FormatError(this.name, this.offset, `${left} bytes wanted, 0 left`);
      const size = Math.min(left, this.#held.length);
      await this.take(size);
      left -= size;
    }
  }

  /** Stops reading; what produces the chunks can let go of its means. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
