import type { Encoding } from "../../io/cursor.ts";

// Words of either class read straight from a DataView, for the loops over section headers, symbols and relocations:
// one object and one call for each field would cost more than reading the file. Who calls has checked the bounds.

/** A word that counts bytes; `Infinity` when it is above 2^53, as in `Cursor.size()`. */
export function sizeAt(view: DataView, at: number, { littleEndian, wordSize }: Encoding): number {
  if (wordSize === 4) return view.getUint32(at, littleEndian);
  const high = view.getUint32(littleEndian ? at + 4 : at, littleEndian);
  const low = view.getUint32(littleEndian ? at : at + 4, littleEndian);
  // The common case apart: it stays a small integer, which costs no allocation.
  if (high === 0) return low;
  return high > 0x1f_ffff ? Infinity : high * 0x1_0000_0000 + low;
}

/** A word that is a virtual address. */
export function addressAt(view: DataView, at: number, { littleEndian, wordSize }: Encoding): bigint {
  if (wordSize === 4) return BigInt(view.getUint32(at, littleEndian));
  // In a module every address is 0, and making a bigint is slow.
  if (view.getUint32(at, true) === 0 && view.getUint32(at + 4, true) === 0) return 0n;
  return view.getBigUint64(at, littleEndian);
}

/** A signed word. Exact up to 2^53. */
export function signedAt(view: DataView, at: number, { littleEndian, wordSize }: Encoding): number {
  if (wordSize === 4) return view.getInt32(at, littleEndian);
  const high = view.getInt32(littleEndian ? at + 4 : at, littleEndian);
  const low = view.getUint32(littleEndian ? at : at + 4, littleEndian);
  return high * 0x1_0000_0000 + low;
}

/** A view of exactly `bytes`. */
export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
