import { type ByteSource, slice } from "../../io/byte-source.ts";
import { Cursor } from "../../io/cursor.ts";
import type { CodecId } from "../../io/decompress.ts";
import { FormatError } from "../../io/format-error.ts";
import type { Architecture } from "../../model/architecture.ts";

export type ContainerId = "bzimage" | "arm64-image" | "efi-zboot" | "arm-zimage" | "riscv-image";

/** What every container holds. */
export interface Unpacked {
  /** Absent when the kernel is not compressed. */
  readonly compression?: CodecId;
  readonly architecture: Architecture;
  readonly kernel: Uint8Array;
}

/** One form of bootable kernel. */
export interface Container {
  readonly id: ContainerId;
  /** Whether a file that starts with `head` ({@link HEADER_SIZE} bytes, fewer of a shorter file) is of this form. */
  recognises(head: Uint8Array): boolean;
  /** @throws {FormatError} if the image is damaged or cut off, or unpacks to more than {@link MAX_KERNEL} bytes. */
  unpack(image: ByteSource): Promise<Unpacked>;
}

/** Bytes by which an image is recognised and that hold its header: on x86 the setup header ends behind the boot sector. */
export const HEADER_SIZE = 0x280;
/** Most bytes that are unpacked of an image: kernels of distributions have 20 to 70 MB, one with everything built in 200. */
export const MAX_KERNEL = 256 << 20;

/** The start of an image. */
export async function headerOf(image: ByteSource): Promise<Uint8Array> {
  return image.read(0, Math.min(HEADER_SIZE, image.size));
}

/** A cursor at `offset` of an image's header. Its errors tell offsets in the image. */
export function headerCursor(
  head: Uint8Array,
  { name }: ByteSource,
  offset: number,
  littleEndian = true,
): Cursor {
  const at = Math.min(offset, head.length);
  return new Cursor(head.subarray(at), name, { littleEndian, wordSize: 8 }, at);
}

/** Whether the bytes at `offset` are those of `magic`. */
export function hasMagic(head: Uint8Array, offset: number, magic: readonly number[]): boolean {
  return magic.every((byte, i) => head[offset + i] === byte);
}

/** A run of an image that the header says is there. @throws {FormatError} if the image ends before. */
export function part(image: ByteSource, offset: number, size: number, what: string): ByteSource {
  if (offset + size > image.size) {
    const left = Math.max(0, image.size - offset);
    throw new FormatError(
      image.name,
      offset,
      `${what} of ${size} bytes expected, ${left} left: the image is cut off`,
    );
  }
  return slice(image, offset, size, `${image.name}!${what}`);
}
