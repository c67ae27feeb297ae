import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FormatError } from "../src/io/format-error.ts";
import { bytesSource } from "../src/io/byte-source.ts";
import { decompressed, forgetNativeDecoders } from "../src/io/decompress.ts";
import { useNodeDecoders } from "./node-decoders.ts";

const text = new TextEncoder().encode("a module, ".repeat(1000));
// RFC 8878: the content checksum is the last four bytes; Node's level of zstd writes none unless asked.
const ZSTD_c_checksumFlag = 201;
const packed = {
  gzip: gzipSync(text),
  zstd: zstdCompressSync(text, { params: { [ZSTD_c_checksumFlag]: 1 } }),
};

beforeEach(useNodeDecoders);
afterEach(forgetNativeDecoders);

test.each(["gzip", "zstd"] as const)("%s is unpacked", async (kind) => {
  const unpacked = await decompressed(bytesSource("x", packed[kind]), 1 << 20);
  expect(new TextDecoder().decode(await unpacked.read(0, unpacked.size))).toBe("a module, ".repeat(1000));
});

test.each(["gzip", "zstd"] as const)("%s larger than the limit is refused", async (kind) => {
  await expect(decompressed(bytesSource("x", packed[kind]), 5000)).rejects.toThrow(FormatError);
});

test("a wrong checksum of zstd is damage", async () => {
  const damaged = Uint8Array.from(packed.zstd);
  damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
  await expect(decompressed(bytesSource("x", damaged), 1 << 20)).rejects.toThrow(/checksum/i);
});

test("gzip in several members, of which the last names its own size only", async () => {
  const members = Uint8Array.from([...packed.gzip, ...gzipSync("the end")]);
  const unpacked = await decompressed(bytesSource("x", members), 1 << 20);
  expect(unpacked.size).toBe(text.length + "the end".length);
});

test.each([0, 100, 1 << 19, 0xffff_ffff])("a size of gzip that lies (%i) is damage", async (size) => {
  const lying = Uint8Array.from(packed.gzip);
  new DataView(lying.buffer).setUint32(lying.length - 4, size, true);
  await expect(decompressed(bytesSource("x", lying), 1 << 20)).rejects.toThrow(FormatError);
});
