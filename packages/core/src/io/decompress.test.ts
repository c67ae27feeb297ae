import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import { ByteWriter, text } from "../../test/build/byte-writer.ts";
import { survivesDamage } from "../../test/build/survives-damage.ts";
import { xz } from "../../test/build/xz-writer.ts";
import { type ByteSource, bytesSource, readAll } from "./byte-source.ts";
import {
  compressionOf,
  decompressed,
  decompressedChunks,
  forgetNativeDecoders,
  useNativeDecoder,
} from "./decompress.ts";
import { FormatError } from "./format-error.ts";

afterEach(forgetNativeDecoders);

const gzip = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes));
const zstd = (bytes: Uint8Array): Uint8Array => new Uint8Array(zstdCompressSync(bytes));
const compress = { gzip, xz, zstd };
const MiB = 1 << 20;

/** 3,000 lines `does this module fit this kernel?`, by xz 5.4.1 with `--check=crc32 --lzma2=dict=1MiB`, as kbuild runs it. */
const byXz = fromBase64(
  "/Td6WFoAAAFpIt42AgAhARAAAACocI6G4Y5vAHNdADIbyNSTZAwZgG44sLvlz6DCoIi8TccrMVff6K17TwM7R4ekfaNFKgAgNs21sTZgXmCLHyiOZUi+" +
    "VCxY0qTyo3RhPaXJr8q1zun9D6On22stGyDhWHsm5v3FhCxuS+cjOelnu7h5rVtNdnq8AEeTpQhtAAAAAG45tVEAAYsB8JwGAMPpd64+MA2LAgAAAAABWVo=",
);
/** The same with `--check=sha256`. */
const withSha256 = fromBase64(
  "/Td6WFoAAArh+wyhAgAhARYAAAB0L+Wj4Y5vAHNdADIbyNSTZAwZgG44sLvlz6DCoIi8TccrMVff6K17TwM7R4ekfaNFKgAgNs21sTZgXmCLHyiOZUi+" +
    "VCxY0qTyo3RhPaXJr8q1zun9D6On22stGyDhWHsm5v3FhCxuS+cjOelnu7h5rVtNdnq8AEeTpQhtAAAAAGqAxr/sOhFlz0inFb1ZKzoqVfhe2+kBtyBO" +
    "HBD3p0rPAAGnAfCcBgCOLBnetunfHAIAAAAAClla",
);
/** The same with `--lzma2=dict=256MiB`. */
const withLargeDictionary = fromBase64(
  "/Td6WFoAAATm1rRGAgAhASAAAAAJiKV24Y5vAHNdADIbyNSTZAwZgG44sLvlz6DCoIi8TccrMVff6K17TwM7R4ekfaNFKgAgNs21sTZgXmCLHyiOZUi+" +
    "VCxY0qTyo3RhPaXJr8q1zun9D6On22stGyDhWHsm5v3FhCxuS+cjOelnu7h5rVtNdnq8AEeTpQhtAAAAAOhCtS+6gEsKAAGPAfCcBgDVq+Y1scRn+wIA" +
    "AAAABFla",
);

function fromBase64(value: string): Uint8Array {
  return Uint8Array.from(Buffer.from(value, "base64"));
}

async function unpack(bytes: Uint8Array, limit = 4 * MiB): Promise<Uint8Array> {
  return readAll(await decompressed(bytesSource("x", bytes), limit), limit);
}

/** Neither all alike nor without pattern, and longer than the buffers inside the decoders. */
function sample(size: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: size }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return i % 5 === 0 ? state >>> 24 : i % 251;
  });
}

const sizes = [0, 1, 17, 1000, 65_536, 131_072, 300_001];
const cases = Object.entries(compress).flatMap(([id, pack]) => sizes.map((size) => ({ id, pack, size })));

test.each(cases)("$id gives back $size bytes", async ({ id, pack, size }) => {
  const content = sample(size);
  const packed = pack(content);
  expect(compressionOf(packed)).toBe(id);
  expect(await unpack(packed)).toEqual(content);
  const pieces: Uint8Array[] = [];
  for await (const piece of decompressedChunks(bytesSource("x", packed))) pieces.push(piece);
  expect(new Uint8Array(Buffer.concat(pieces))).toEqual(content);
});

test("what xz itself wrote", async () => {
  expect(new TextDecoder().decode(await unpack(byXz))).toBe(
    "does this module fit this kernel?\n".repeat(3000),
  );
});

test("what is not compressed is handed back as it is", async () => {
  const source = bytesSource("x.ko", text("\x7fELF and more"));
  expect(await decompressed(source, 1)).toBe(source);
  const empty = bytesSource("empty", new Uint8Array(0));
  expect(await decompressed(empty, 1)).toBe(empty);
  const chunks: Uint8Array[] = [];
  for await (const chunk of decompressedChunks(source)) chunks.push(chunk);
  expect(chunks).toEqual([text("\x7fELF and more")]);
});

const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

test("several streams or frames behind each other are one content", async () => {
  const [a, b] = [text("first"), text("second")];
  const skippable = new ByteWriter({ littleEndian: true, wordSize: 4 })
    .u32(0x184d2a53)
    .u32(3)
    .u8(1)
    .u8(2)
    .u8(3)
    .done();
  expect(await unpack(join(xz(a), xz(b)))).toEqual(text("firstsecond"));
  expect(await unpack(join(xz(a), new Uint8Array(4), xz(b)))).toEqual(text("firstsecond"));
  expect(await unpack(join(zstd(a), skippable, zstd(b)))).toEqual(text("firstsecond"));
});

test.each([
  ["gzip", gzip(new Uint8Array(64 * MiB))],
  ["xz", byXz],
  ["zstd", zstd(new Uint8Array(64 * MiB))],
])("a small %s that unpacks to much stops at the limit", async (_, bomb) => {
  const error = { name: "FormatError", what: expect.stringContaining("more than 100000 bytes") };
  await expect(unpack(bomb, 100_000)).rejects.toMatchObject(error);
});

test("a compressed input that is itself over the limit is not read", async () => {
  await expect(unpack(zstd(sample(5000)), 1000)).rejects.toThrow("at most 1000 are read");
});

/** A zstd frame of these blocks, each of one repeated byte. */
function frameOfRuns(descriptor: number, ...runs: number[]): Uint8Array {
  const out = new ByteWriter({ littleEndian: true, wordSize: 4 }).u32(0xfd2fb528).u8(0).u8(descriptor);
  for (const [i, run] of runs.entries()) {
    const header = (run << 3) | (1 << 1) | (i === runs.length - 1 ? 1 : 0);
    out
      .u16(header & 0xffff)
      .u8(header >> 16)
      .u8(0x61);
  }
  return out.done();
}

test("zstd frames that cost more than they tell are refused", async () => {
  // Window_Descriptor 0x88 is 2^27 bytes, 0x90 twice that.
  expect(await unpack(frameOfRuns(0x88, 3))).toEqual(text("aaa"));
  await expect(unpack(frameOfRuns(0x90, 3))).rejects.toMatchObject({
    offset: 0,
    what: expect.stringContaining("window"),
  });
  const many = Array.from({ length: 5000 }, () => 1);
  await expect(unpack(frameOfRuns(0x00, ...many))).rejects.toThrow("1025 blocks for 1025 bytes");
  await expect(unpack(frameOfRuns(0x00, 200_000))).rejects.toMatchObject({ offset: 6 });
});

test.each([
  ["gzip", gzip(sample(5000))],
  ["xz", xz(sample(5000))],
  ["xz", byXz],
  ["zstd", zstd(sample(5000))],
])("%s that is cut off is an error, wherever", async (_, whole) => {
  for (const length of [8, 13, 30, 100, whole.length - 12, whole.length - 1]) {
    await expect(unpack(whole.slice(0, length))).rejects.toMatchObject({ name: "FormatError", source: "x" });
  }
});

test.each([
  ["a check that is not read", withSha256, 12],
  ["a dictionary that is too large", withLargeDictionary, 24],
])("xz: %s is told", async (_, bytes, offset) => {
  await expect(unpack(bytes)).rejects.toMatchObject({ name: "FormatError", offset });
});

test("something behind the end is an error", async () => {
  for (const pack of [gzip, xz, zstd]) {
    const bytes = new Uint8Array(Buffer.concat([pack(text("content")), text("something")]));
    await expect(unpack(bytes)).rejects.toMatchObject({ name: "FormatError" });
  }
});

test("chunks are read as they are asked for, and damage in the source itself is passed on", async () => {
  for (const pack of [gzip, xz, zstd]) {
    const packed = pack(sample(2 * MiB));
    const read = vi.fn<ByteSource["read"]>(async (at, length) => packed.subarray(at, at + length));
    for await (const chunk of decompressedChunks({ name: "x", size: packed.length, read })) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(read.mock.calls.length).toBeLessThan(5);
    read.mockImplementation(async (at, length) => {
      if (at > 0) throw new FormatError("disk", at, "gone");
      return packed.subarray(0, length);
    });
    const all = async (): Promise<void> => {
      for await (const _ of decompressedChunks({ name: "x", size: packed.length, read })) continue;
    };
    await expect(all()).rejects.toMatchObject({ source: "disk", what: "gone" });
  }
});

test("a platform's own decoder is used; where it fails the other says why", async () => {
  const packed = zstd(text("content"));
  useNativeDecoder("zstd", async () => text("native"));
  expect(await unpack(packed)).toEqual(text("native"));
  useNativeDecoder("zstd", () => {
    throw new RangeError("Checksum is wrong");
  });
  await expect(unpack(packed)).rejects.toMatchObject({ name: "FormatError", what: "Checksum is wrong" });
  await expect(unpack(packed.slice(0, 12))).rejects.toThrow("bytes wanted");
});

test.each([
  ["gzip", gzip(sample(3000))],
  ["xz", xz(sample(3000))],
  ["xz", byXz],
  ["zstd", zstd(sample(3000))],
  ["zstd", zstd(new TextEncoder().encode("does this module fit this kernel?\n".repeat(300)))],
])("damaged %s is a FormatError or a value", async (_, good) => {
  await survivesDamage(good, async (bytes) => unpack(bytes), 300);
});
