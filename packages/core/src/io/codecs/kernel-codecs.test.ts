// The compressions that only kernels are packed with, and xz with machine code filtered before it.
import { expect, test } from "vitest";
import { filteredCode, LINES, machineCode, packedLines } from "../../../test/build/packed-samples.ts";
import { xz } from "../../../test/build/xz-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { bytesSource, readAll } from "../byte-source.ts";
import { compressionOf, decompressed } from "../decompress.ts";

const LIMIT = 1 << 20;

async function unpack(bytes: Uint8Array, limit = LIMIT): Promise<Uint8Array> {
  return readAll(await decompressed(bytesSource("x", bytes), limit), limit);
}
const utf8 = new TextDecoder();

const packed = Object.entries(packedLines);
const filtered = Object.entries(filteredCode);
const isKind = (kind: string): kind is keyof typeof filteredCode => Object.hasOwn(filteredCode, kind);

test.each(packed)("%s as its program writes it", async (id, bytes) => {
  expect(compressionOf(bytes)).toBe(id);
  expect(utf8.decode(await unpack(bytes))).toBe(LINES);
});

test.each(packed)("%s stops at the limit, which the message names", async (_, bytes) => {
  await expect(unpack(bytes, 50_000)).rejects.toMatchObject({
    name: "FormatError",
    what: expect.stringContaining("50000"),
  });
});

test.each(packed)("%s that is cut off is an error, wherever", async (id, bytes) => {
  for (const length of [11, 40, bytes.length - 30, bytes.length - 5]) {
    const cut = bytes.slice(0, length);
    await expect(unpack(cut), `${id} ${length}`).rejects.toMatchObject({ name: "FormatError", source: "x" });
  }
});

test.each(packed)("damaged %s is a FormatError or a value, soon", async (_, bytes) => {
  await survivesDamage(bytes, unpack, 300);
});

test.each(filtered)("code for %s is as it was before xz filtered it", async (kind, bytes) => {
  expect(isKind(kind) && (await unpack(bytes))).toEqual(isKind(kind) && machineCode(kind));
});

test.each(filtered)("damage in filtered code for %s does not pass its check", async (_, bytes) => {
  for (let at = 40; at < bytes.length - 40; at += 97) {
    const damaged = bytes.slice();
    damaged[at] = (damaged[at] ?? 0) ^ 0x10;
    await expect(unpack(damaged)).rejects.toMatchObject({ name: "FormatError" });
  }
  await survivesDamage(bytes, unpack, 200);
});

test("a dictionary of 128 MiB, as kernels say since 6.12, is none too many for what is smaller", async () => {
  const content = machineCode("x86");
  const packed = xz(content, 0x1e);
  expect(await unpack(packed)).toEqual(content);
  const damaged = packed.slice();
  damaged[500] = (damaged[500] ?? 0) ^ 0x10;
  await expect(unpack(damaged)).rejects.toThrow("the check of the content does not fit");
  await survivesDamage(packed, unpack, 200);
  const several = new Uint8Array([...packed.subarray(0, -24), ...packed.subarray(12)]);
  await expect(unpack(several)).rejects.toThrow("xz: several blocks");
});

test("something behind filtered code is an error", async () => {
  const behind = new Uint8Array([...filteredCode.x86, 1, 2, 3, 4]);
  await expect(unpack(behind)).rejects.toThrow("something else follows");
});

test("an lz4 match that leads before its block is an error that says where", async () => {
  // A block of six bytes: one literal, then a match nine bytes back.
  const block = [6, 0, 0, 0, 0x10, 0x61, 9, 0, 0, 0];
  await expect(unpack(Uint8Array.of(0x02, 0x21, 0x4c, 0x18, ...block))).rejects.toMatchObject({
    offset: 10,
    what: expect.stringContaining("9 bytes back, 1 are there"),
  });
});

test("an lz4 block that unpacks to more than a block is an error before anything is allocated", async () => {
  const long = new Uint8Array(40_000).fill(0xff);
  const block = Uint8Array.of(0x1f, 0x61, 1, 0, ...long, 0);
  const size = new Uint8Array(Uint32Array.of(block.length).buffer);
  await expect(unpack(Uint8Array.of(0x02, 0x21, 0x4c, 0x18, ...size, ...block))).rejects.toThrow("8388608");
});
