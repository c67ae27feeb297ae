import fc from "fast-check";
import { expect, test } from "vitest";
import { damagedCopies } from "../../../test/build/damage.ts";
import { xz } from "../../../test/build/xz-writer.ts";
import { firstXzStream } from "./xz-stream.ts";

const content = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i) >> 3);
const stream = xz(content);
const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => [...part]));

test("ends where its footer ends, whatever follows", () => {
  const found = { end: stream.length, dictionary: 0x10 };
  expect(firstXzStream(stream)).toEqual(found);
  expect(firstXzStream(joined(stream, Uint8Array.of(7)))).toEqual(found);
  expect(firstXzStream(joined(stream, stream))).toEqual(found);
});

test("a stream without a block is one, too", () => {
  const empty = joined(
    Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 1, 0x69, 0x22, 0xde, 0x36),
    Uint8Array.of(0, 0, 0, 0),
    new Uint8Array(16),
  );
  expect(firstXzStream(empty)).toEqual({ end: 32, dictionary: 0 });
});

test("one that is cut off has no end, wherever it is cut", () => {
  for (const length of [0, 11, 12, 40, 1000, stream.length - 13, stream.length - 1]) {
    expect(firstXzStream(stream.subarray(0, length)), `${length}`).toBeUndefined();
  }
});

test("damage is a value, soon", () => {
  fc.assert(
    fc.property(damagedCopies(xz(content.subarray(0, 500))), (file) => {
      const found = firstXzStream(file);
      expect(found === undefined || found.end <= file.length).toBe(true);
    }),
  );
});
