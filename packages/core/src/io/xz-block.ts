// What stands around the data of a block: https://tukaani.org/xz/xz-file-format.txt

/** Size of the check behind a block by its type: 2.1.1.2. */
export const CHECK_SIZES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

/**
 * Where the first filter of a block begins, in bytes from the start of the block's header: behind its sizes, where the flags
 * say that they are there. 3.1
 */
export function filtersAt(block: Uint8Array): number {
  let at = 2;
  for (const bit of [0x40, 0x80]) if (((block[1] ?? 0) & bit) !== 0) at = numberEnd(block, at);
  return at;
}

/** Behind a variable-length integer: 1.2. */
function numberEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (((bytes[at] ?? 0) & 0x80) !== 0) at += 1;
  return at + 1;
}
