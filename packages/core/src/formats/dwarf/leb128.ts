import type { Cursor } from "../../io/cursor.ts";

// DWARF 5, section 7.6. Numbers above 2^53 are in no debug information that a compiler writes, but for constants of enums.

/** Bytes of a number that 64 bits hold; longer ones are padded with zeros at most, which no compiler does. */
const MAX_BYTES = 10;

/** An unsigned number; above 2^53 not exact. @throws {FormatError} if it does not end. */
export function uleb(c: Cursor): number {
  let byte = c.u8();
  let value = byte & 0x7f;
  let scale = 0x80;
  for (let bytes = 1; byte >= 0x80; bytes += 1) {
    if (bytes === MAX_BYTES) c.fail("a LEB128 number of more than 64 bits");
    byte = c.u8();
    value += (byte & 0x7f) * scale;
    scale *= 0x80;
  }
  return value;
}

/** An unsigned number, exact. @throws {FormatError} if it does not end. */
export function uleb64(c: Cursor): bigint {
  const { value } = groups(c);
  return BigInt.asUintN(64, value);
}

/** A signed number, exact. @throws {FormatError} if it does not end. */
export function sleb64(c: Cursor): bigint {
  const { value, bits } = groups(c);
  return BigInt.asIntN(64, BigInt.asIntN(bits, value));
}

/** Groups of seven bits, the lowest first. */
function groups(c: Cursor): { value: bigint; bits: number } {
  let value = 0n;
  for (let bits = 0; bits < 7 * MAX_BYTES; bits += 7) {
    const byte = c.u8();
    value |= BigInt(byte & 0x7f) << BigInt(bits);
    if (byte < 0x80) return { value, bits: bits + 7 };
  }
  return c.fail("a LEB128 number of more than 64 bits");
}
