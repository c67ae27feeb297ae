import fc from "fast-check";
import { FormatError } from "../../src/io/format-error.ts";

/** Copies of a good input with up to eight bytes overwritten, or cut short, or both. */
export function damagedCopies(good: Uint8Array): fc.Arbitrary<Uint8Array> {
  const byte = fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255));
  return fc
    .record({
      edits: fc.array(fc.record({ at: fc.nat(good.length - 1), byte }), { maxLength: 8 }),
      length: fc.oneof({ weight: 3, arbitrary: fc.constant(good.length) }, fc.nat(good.length)),
    })
    .map(({ edits, length }) => {
      const copy = Uint8Array.from(good);
      for (const edit of edits) copy[edit.at] = edit.byte;
      return copy.subarray(0, length);
    });
}

/** Runs `read` on damaged bytes: it gives a value or fails with a {@link FormatError}; anything else fails the test. */
export async function readDamaged(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
}
