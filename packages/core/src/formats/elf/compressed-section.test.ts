import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ByteWriter, text } from "../../../test/build/byte-writer.ts";
import { elf } from "../../../test/build/elf-writer.ts";
import { given } from "../../../test/build/given.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { bytesSource, readAll } from "../../io/byte-source.ts";
import { openUncompressed } from "./compressed-section.ts";
import { ELFCOMPRESS_ZLIB, ELFCOMPRESS_ZSTD, SHF_COMPRESSED } from "./constants.ts";
import { openElf } from "./elf.ts";

const content = text("all work and no play ".repeat(50));
const zlib = new Uint8Array(deflateSync(content));

interface Packing {
  readonly bits?: 32 | 64;
  readonly littleEndian?: boolean;
  readonly type?: number;
  readonly size?: number;
  readonly payload?: Uint8Array;
}

function packed({ bits = 64, littleEndian = true, type = 1, size, payload = zlib }: Packing): Uint8Array {
  const out = new ByteWriter({ littleEndian, wordSize: bits === 32 ? 4 : 8 }).u32(type);
  if (bits === 64) out.u32(0);
  out
    .word(size ?? content.length)
    .word(1)
    .bytes(payload);
  return elf({
    bits,
    littleEndian,
    sections: [{ name: ".debug_str", bytes: out.done(), flags: SHF_COMPRESSED }],
  });
}

async function unpacked(bytes: Uint8Array, name = ".debug_str", limit = 1 << 20): Promise<Uint8Array> {
  const file = await openElf(bytesSource("t.ko", bytes));
  return readAll(
    await openUncompressed(file, given(file.sections.find((one) => one.name === name)), limit),
    limit,
  );
}

/** One frame with one block that is stored as it is. https://datatracker.ietf.org/doc/html/rfc8878 */
function stored(bytes: Uint8Array): Uint8Array {
  const out = new ByteWriter({ littleEndian: true, wordSize: 4 }).u32(0xfd2fb528).u8(0x60);
  out.u16(bytes.length - 256);
  const block = bytes.length * 8 + 1;
  return out
    .u8(block & 0xff)
    .u16(block >> 8)
    .bytes(bytes)
    .done();
}

describe("compressed sections", () => {
  test.each<Packing>([
    {},
    { littleEndian: false },
    { bits: 32 },
    { bits: 32, littleEndian: false },
    { type: ELFCOMPRESS_ZSTD, payload: stored(content) },
  ])("%o", async (packing) => {
    expect(await unpacked(packed(packing))).toEqual(content);
  });

  test("as before there was a flag for it", async () => {
    const header = new ByteWriter({ littleEndian: false, wordSize: 8 })
      .bytes(text("ZLIB"))
      .word(content.length);
    const sections = [{ name: ".zdebug_str", bytes: header.bytes(zlib).done() }];
    expect(await unpacked(elf({ sections }), ".zdebug_str")).toEqual(content);
  });

  test("one that is not compressed is itself", async () => {
    expect(await unpacked(elf({ sections: [{ name: ".debug_str", bytes: content }] }))).toEqual(content);
  });

  test.each<[Packing, string]>([
    [{ type: 9 }, "ch_type 9"],
    [{ type: ELFCOMPRESS_ZSTD }, "ch_type 2"],
    [{ size: 1 }, `unpacks to ${content.length} bytes, its header says 1`],
    [{ size: 2 ** 21 }, "at most 1048576"],
    [
      { type: ELFCOMPRESS_ZLIB, payload: zlib.subarray(0, 9) },
      "zlib: the compressed data is damaged or cut off",
    ],
  ])("%o is damage", async (packing, message) => {
    await expect(unpacked(packed(packing))).rejects.toThrow(message);
  });

  test("whatever they hold, there is an answer", async () => {
    await survivesDamage(packed({}), async (bytes) => {
      const file = await openElf(bytesSource("t.ko", bytes));
      const section = file.section(".debug_str");
      if (section) await openUncompressed(file, section, 1 << 20);
    });
  });
});
