import { expect, test } from "vitest";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { xz } from "../../../test/build/xz-writer.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { readXzIndex } from "./xz-index.ts";

const CRC32 = 1;
const read = (bytes: Uint8Array) => readXzIndex(bytesSource("x.ko.xz", bytes));

test.each([0, 1, 127, 128, 70_000])("a stream of %i bytes", async (size) => {
  expect(await read(xz(new Uint8Array(size)))).toEqual({ unpackedSize: size, check: CRC32 });
});

test("an index of more blocks than the end of a file holds", async () => {
  const [block, blocks] = [36, 100];
  // Each 36 bytes with its padding, and unpacked to 300 (0xac 0x02).
  const records = Array.from({ length: blocks }, () => [block - 1, 0xac, 0x02]).flat();
  const index = [0, blocks, ...records, 0, 0, 1, 2, 3, 4];
  const footer = [0, 0, 0, 0, index.length / 4 - 1, 0, 0, 0, 0, 4, 0x59, 0x5a];
  const file = Uint8Array.of(...new Uint8Array(12 + block * blocks), ...index, ...footer);
  expect(await read(file)).toEqual({ unpackedSize: 30_000, check: 4 });
});

test("padding or a second stream is not one stream", async () => {
  const one = xz(new Uint8Array(1000));
  await expect(read(Uint8Array.of(...one, 0, 0, 0, 0))).rejects.toThrow('the end of a stream ("YZ") wanted');
  await expect(read(Uint8Array.of(...one, ...one))).rejects.toThrow("bytes before it");
});

test("what is too short, and an index larger than the file, are named with their offset", async () => {
  await expect(read(new Uint8Array(23))).rejects.toThrow("x.ko.xz at 0x0: xz: 23 bytes, fewer than");
  const file = xz(new Uint8Array(10));
  file[file.length - 7] = 0xff;
  await expect(read(file)).rejects.toThrow(`0x${(file.length - 8).toString(16)}: xz: an index of`);
});

test("a number without end is damage", async () => {
  const file = xz(new Uint8Array(10));
  file.fill(0xff, file.length - 12 - 11, file.length - 12);
  await expect(read(file)).rejects.toThrow(/at 0x/);
});

test("damaged files give a value or a FormatError", async () => {
  await survivesDamage(xz(new Uint8Array(300)), read);
});
