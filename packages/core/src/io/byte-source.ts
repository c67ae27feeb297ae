import { FormatError } from "./format-error.ts";

/**
 * Random access to a run of bytes that may live in memory, on disk or in a browser's `Blob`.
 *
 * Containers (ELF, ar, tar) read through a `ByteSource`; the structures inside one section are small and are
 * decoded synchronously from a `Uint8Array`.
 */
export interface ByteSource {
  /** Where the bytes come from, for messages: `"linux-image.deb!data.tar!boot/vmlinuz"`. */
  readonly name: string;
  /** Length in bytes. */
  readonly size: number;
  /**
   * Reads exactly `length` bytes at `offset`. The result is the caller's to keep, not to write to.
   *
   * @throws {FormatError} if the range is not inside the source.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes held in memory. */
export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    async read(offset, length) {
      checkRange(this, offset, length);
      return bytes.subarray(offset, offset + length);
    },
  };
}

/** A window on `source`; reading it reads `source`. Errors name `name`, with offsets inside the window. */
export function slice(source: ByteSource, offset: number, size: number, name = source.name): ByteSource {
  checkRange(source, offset, size);
  return {
    name,
    size,
    async read(at, length) {
      checkRange(this, at, length);
      return source.read(offset + at, length);
    },
  };
}

/**
 * The whole of `source`, if it is not larger than `limit` bytes.
 *
 * @throws {FormatError} if it is larger: nothing is allocated by a size that a stranger chose.
 */
export async function readAll(source: ByteSource, limit: number): Promise<Uint8Array> {
  if (source.size > limit) {
    throw new FormatError(source.name, 0, `${source.size} bytes; at most ${limit} are read of such a file`);
  }
  return source.read(0, source.size);
}

/** @throws {FormatError} if `length` bytes at `offset` are not inside `source`. */
export function checkRange(source: ByteSource, offset: number, length: number): void {
  if (offset < 0 || length < 0 || offset + length > source.size) {
    const left = Math.max(0, source.size - offset);
    throw new FormatError(source.name, offset, `${length} bytes wanted, ${left} left`);
  }
}
