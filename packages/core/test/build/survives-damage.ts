import fc from "fast-check";
import { FormatError } from "../../src/io/format-error.ts";
import { damagedCopies } from "./damage.ts";

/** Longer than any parser may take for the small inputs of these tests, on a busy machine. */
const MAX_MS = 2000;

/**
 * Holds `parse` to its promise on damaged copies of `good` and on nothing at all: a value or a `FormatError` that
 * tells input and offset, in bounded time. Anything else fails the test.
 */
export async function survivesDamage(
  good: Uint8Array,
  parse: (bytes: Uint8Array) => unknown,
  runs = 500,
): Promise<void> {
  const property = fc.asyncProperty(damagedCopies(good), async (bytes) => {
    const start = performance.now();
    try {
      await parse(bytes);
    } catch (error) {
      if (!(error instanceof FormatError && error.offset >= 0 && error.source !== "")) throw error;
    }
    return performance.now() - start < MAX_MS;
  });
  await fc.assert(property, { numRuns: runs, examples: [[new Uint8Array(0)]] });
}
