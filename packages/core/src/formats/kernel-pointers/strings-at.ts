const latin1 = new TextDecoder("latin1");

/** KSYM_NAME_LEN; a namespace is shorter (MODULE_NAME_LEN apiece for `module:` ones). */
const MAX_LENGTH = 512;

/** The string at `offset`; `undefined` when it does not end soon, or is not of the letters that C and namespaces have. */
export function printableAt(bytes: Uint8Array, offset: number): string | undefined {
  if (offset < 0 || offset >= bytes.length) return undefined;
  for (let at = offset; at < bytes.length && at - offset <= MAX_LENGTH; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0) return latin1.decode(bytes.subarray(offset, at));
    if (byte <= 0x20 || byte >= 0x7f) return undefined;
  }
  return undefined;
}

/** Whether a C identifier, which has a letter at least, stands at `offset`. */
export function isIdentifierAt(bytes: Uint8Array, offset: number): boolean {
  for (let at = offset; at >= 0 && at < bytes.length && at - offset <= MAX_LENGTH; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0) return at > offset;
    if (!isWordByte(byte)) return false;
  }
  return false;
}

/** Letters, digits, `_`; `.` and `$` occur in names that compilers make. */
const isWordByte = (byte: number): boolean =>
  (byte >= 0x61 && byte <= 0x7a) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  (byte >= 0x30 && byte <= 0x39) ||
  byte === 0x5f ||
  byte === 0x2e ||
  byte === 0x24;
