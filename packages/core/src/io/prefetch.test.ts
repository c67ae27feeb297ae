import { describe, expect, test } from "vitest";
import { type ByteSource, bytesSource } from "./byte-source.ts";
import { FormatError } from "./format-error.ts";
import { prefetched } from "./prefetch.ts";

const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);

function counted(): { source: ByteSource; reads: [number, number][] } {
  const reads: [number, number][] = [];
  const inner = bytesSource("file", bytes);
  const read = (offset: number, length: number): Promise<Uint8Array> => {
    reads.push([offset, length]);
    return inner.read(offset, length);
  };
  return { source: { name: "file", size: bytes.length, read }, reads };
}

describe("prefetched", () => {
  test("near ranges are read together, far ones apart, each once", async () => {
    const { source, reads } = counted();
    const all = prefetched(source);
    await all.prefetch([
      { offset: 50_000, length: 10 },
      { offset: 0, length: 100 },
      { offset: 200, length: 100 },
      { offset: 220, length: 10 },
    ]);
    expect(reads).toEqual([
      [0, 300],
      [50_000, 10],
    ]);
    expect(await all.read(210, 50)).toEqual(bytes.subarray(210, 260));
    await all.prefetch([{ offset: 10, length: 200 }]);
    expect(reads).toHaveLength(2);
  });

  test("what was not announced is read when asked for, and is not held", async () => {
    const { source, reads } = counted();
    const all = prefetched(source);
    expect(await all.read(7, 3)).toEqual(bytes.subarray(7, 10));
    expect(reads).toEqual([[7, 3]]);
    expect(all.held(7, 3)).toBeUndefined();
  });

  test("ranges outside of the source are left out, and fail when they are read", async () => {
    const { source, reads } = counted();
    const all = prefetched(source);
    await all.prefetch([
      { offset: 99_999, length: 2 },
      { offset: Infinity, length: 1 },
      { offset: 0, length: Infinity },
      { offset: 3, length: 0 },
    ]);
    expect(reads).toEqual([]);
    await expect(all.read(99_999, 2)).rejects.toThrow(FormatError);
  });
});
