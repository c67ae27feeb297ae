import { crc32 } from "node:zlib";
import { ByteWriter } from "./byte-writer.ts";

const little = { littleEndian: true, wordSize: 8 } as const;
/** Largest chunk that LZMA2 stores uncompressed. */
const MAX_CHUNK = 1 << 16;

/**
 * An xz stream that stores `content` uncompressed, with CRC32 and a dictionary of 1 MiB as kbuild makes it.
 * https://tukaani.org/xz/xz-file-format.txt
 *
 * @param dictionary its size as the format has it: 0x1e are 128 MiB
 */
export function xz(content: Uint8Array, dictionary = 0x10): Uint8Array {
  const flags = Uint8Array.of(0, 1);
  const blockHeader = withCrc(Uint8Array.of(2, 0, 0x21, 1, dictionary, 0, 0, 0));
  const chunks = lzma2(content);
  const unpadded = blockHeader.length + chunks.length + 4;
  const index = withCrc(
    new ByteWriter(little).u8(0).u8(1).bytes(vli(unpadded)).bytes(vli(content.length)).align(4).done(),
  );
  const footer = new ByteWriter(little)
    .u32(index.length / 4 - 1)
    .bytes(flags)
    .done();
  return new ByteWriter(little)
    .bytes(Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0))
    .bytes(flags)
    .u32(crc32(flags))
    .bytes(blockHeader)
    .bytes(chunks)
    .align(4)
    .u32(crc32(content))
    .bytes(index)
    .u32(crc32(footer))
    .bytes(footer)
    .field("YZ", 2)
    .done();
}

const withCrc = (bytes: Uint8Array): Uint8Array =>
  new ByteWriter(little).bytes(bytes).u32(crc32(bytes)).done();

/** Control byte 1 resets the dictionary, 2 does not, 0 ends. Sizes are big-endian and one less. */
function lzma2(content: Uint8Array): Uint8Array {
  const out = new ByteWriter(little);
  for (let at = 0; at < content.length; at += MAX_CHUNK) {
    const chunk = content.subarray(at, at + MAX_CHUNK);
    const size = chunk.length - 1;
    out
      .u8(at === 0 ? 1 : 2)
      .u8(size >> 8)
      .u8(size & 0xff)
      .bytes(chunk);
  }
  return out.u8(0).done();
}

/** A variable-length integer, 7 bits to a byte. */
function vli(value: number): Uint8Array {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  return Uint8Array.of(...bytes, left);
}
