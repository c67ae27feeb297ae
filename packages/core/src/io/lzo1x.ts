import type { Output } from "./output.ts";

// LZO1X as Documentation/staging/lzo.rst of the kernel describes it. No library that runs everywhere has a licence that
// kofit could take.

/** Literals that the last instruction copied, as far as the next one asks: 0 to 3, or this for more. */
const MANY = 4;
const END_DISTANCE = 16_384;

/**
 * Unpacks one block.
 *
 * @param fail called with what is wrong and where; throws
 */
export function lzo1x(block: Uint8Array, out: Output, fail: (what: string, at: number) => never): void {
  let at = 0;
  let state = 0;
  const next = (): number => {
    const byte = block[at] ?? fail("the block is cut off", at);
    at += 1;
    return byte;
  };
  const literals = (count: number): void => {
    for (let i = 0; i < count; i += 1) out.push(next());
  };
  const length = (low: number, bits: number): number => {
    if (low !== 0) return low;
    let sum = (1 << bits) - 1;
    for (let byte = next(); ; byte = next()) {
      sum += byte === 0 ? 255 : byte;
      if (byte !== 0) return sum;
    }
  };
  const start = out.size;
  const copy = (distance: number, count: number): void => {
    if (distance > out.size - start) fail(`a match ${distance} bytes back`, at);
    for (let i = 0; i < count; i += 1) out.push(out.at(distance));
  };
  /** A match whose distance is in the next byte. */
  const near = (instruction: number, distanceShift: number, distance: number, count: number): void => {
    copy((next() << distanceShift) + distance, count);
    state = instruction & 3;
    literals(state);
  };
  /** A match whose distance is in the next two bytes; whether it was the end of the stream. */
  const far = (base: number, count: number): boolean => {
    const pair = next() | (next() << 8);
    const distance = base + (pair >> 2);
    if (base !== 1 && distance === END_DISTANCE) return true;
    copy(distance, count);
    state = pair & 3;
    literals(state);
    return false;
  };

  const first = block[0] ?? 0;
  if (first > 17) {
    at = 1;
    literals(first - 17);
    state = Math.min(first - 17, MANY);
  }
  for (let ended = false; !ended;) {
    const instruction = next();
    if (instruction >= 128) near(instruction, 3, ((instruction >> 2) & 7) + 1, 5 + ((instruction >> 5) & 3));
    else if (instruction >= 64)
      near(instruction, 3, ((instruction >> 2) & 7) + 1, 3 + ((instruction >> 5) & 1));
    else if (instruction >= 32) far(1, 2 + length(instruction & 31, 5));
    else if (instruction >= 16) {
      ended = far(END_DISTANCE + ((instruction & 8) << 11), 2 + length(instruction & 7, 3));
    } else if (state === 0) {
      literals(3 + length(instruction, 4));
      state = MANY;
    } else if (state === MANY) near(instruction, 2, (instruction >> 2) + 2049, 3);
    else near(instruction, 2, (instruction >> 2) + 1, 2);
  }
  if (at !== block.length) fail(`${block.length - at} bytes behind the end of the block`, at);
}
