import { expect, test } from "vitest";
import { type Chunks, gathered } from "./chunks.ts";
import { TooLargeError } from "./format-error.ts";

const MEBI = 1 << 20;

/** Mebibytes, each of the byte of its number. */
async function* mebibytes(count: number, given: { made: number } = { made: 0 }): Chunks {
  for (let i = 0; i < count; i += 1) {
    given.made += 1;
    yield new Uint8Array(MEBI).fill(i);
  }
}

test.each([0, 1, 3, 16, 17, 20, 40])("%i pieces are one run of bytes", async (count) => {
  const bytes = await gathered(mebibytes(count), 48 * MEBI, "x");
  expect(bytes.length).toBe(count * MEBI);
  for (let i = 0; i < count; i += 1) {
    expect([bytes[i * MEBI], bytes[(i + 1) * MEBI - 1]]).toEqual([i, i]);
  }
});

test("what is small does not keep the room that was taken for more", async () => {
  const small = await gathered(mebibytes(20), 64 * MEBI, "x");
  expect(small.buffer.byteLength).toBe(20 * MEBI);
  const large = await gathered(mebibytes(40), 64 * MEBI, "x");
  expect(large.buffer.byteLength).toBe(64 * MEBI);
});

test.each([3, 20])("more than %i MiB are an error, and no more is read", async (limit) => {
  const given = { made: 0 };
  await expect(gathered(mebibytes(60, given), limit * MEBI, "x")).rejects.toThrow(TooLargeError);
  expect(given.made).toBe(limit + 1);
});
