import { type ByteSource, slice } from "../../io/byte-source.ts";
import { chunksOf } from "../../io/chunks.ts";
import { compressionOf, decompressedChunks, MAGIC_SIZE } from "../../io/decompress.ts";
import { FormatError } from "../../io/format-error.ts";
import { type CpioMember, eachCpioMember, isCpio } from "../cpio/cpio.ts";

/** What is read at once to find where zeros end. */
const BLOCK = 64 << 10;

/**
 * Visits the files of an initramfs as the kernel unpacks it: cpio archives one after the other, with zeros between them, and the last of
 * them perhaps compressed. unpack_to_rootfs() in init/initramfs.c. Of what is compressed, the first archive is read: how many bytes
 * a decoder took, and so where another one would begin, is not known.
 *
 * @throws {FormatError} if it is no such image, or damaged.
 */
export async function eachInitramfsMember(
  image: ByteSource,
  visit: (member: CpioMember) => Promise<void>,
): Promise<void> {
  let at = 0;
  let archives = 0;
  for (;;) {
    at = await afterZeros(image, at);
    if (at === image.size) break;
    const rest = slice(image, at, image.size - at);
    const head = await rest.read(0, Math.min(MAGIC_SIZE, rest.size));
    if (isCpio(await rest.read(0, Math.min(6, rest.size)))) {
      at += await eachCpioMember(chunksOf(rest), image.name, visit);
      archives += 1;
    } else if (compressionOf(head) === undefined) {
      throw new FormatError(
        image.name,
        at,
        "a cpio archive or something compressed wanted, other bytes found",
      );
    } else {
      await eachCpioMember(decompressedChunks(rest), image.name, visit);
      return;
    }
  }
  if (archives === 0) throw new FormatError(image.name, 0, "a cpio archive wanted, nothing but zeros found");
}

async function afterZeros(image: ByteSource, from: number): Promise<number> {
  for (let at = from; at < image.size; at += BLOCK) {
    const block = await image.read(at, Math.min(BLOCK, image.size - at));
    const found = block.findIndex((byte) => byte !== 0);
    if (found >= 0) return at + found;
  }
  return image.size;
}
