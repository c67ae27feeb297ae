import { expect, test } from "vitest";
import { Cursor } from "../../io/cursor.ts";
import { sleb64, uleb, uleb64 } from "./leb128.ts";

const over = (...bytes: number[]): Cursor =>
  new Cursor(Uint8Array.from(bytes), "unit", { littleEndian: true, wordSize: 4 });

// DWARF 5, figures 7.1 and 7.2
test.each([
  [[2], 2],
  [[127], 127],
  [[0x80, 1], 128],
  [[0x81, 1], 129],
  [[0xe5, 0x8e, 0x26], 624_485],
  [[0x80, 0], 0],
])("%j without sign is %i", (bytes, value) => {
  expect(uleb(over(...bytes))).toBe(value);
  expect(uleb64(over(...bytes))).toBe(BigInt(value));
});

test.each([
  [[2], 2n],
  [[0x7e], -2n],
  [[0xff, 0], 127n],
  [[0x81, 0x7f], -127n],
  [[0x80, 1], 128n],
  [[0x80, 0x7f], -128n],
  [[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], -1n],
])("%j with sign is %i", (bytes, value) => {
  expect(sleb64(over(...bytes))).toBe(value);
});

test("what does not end is damage", () => {
  const endless = Array.from({ length: 12 }, () => 0x80);
  for (const read of [uleb, uleb64, sleb64]) {
    expect(() => read(over(...endless))).toThrow("more than 64 bits");
    expect(() => read(over(0x80))).toThrow("1 bytes wanted");
  }
});
