const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;

/** The columns of a line. */
export interface Line {
  columns: number;
  /** Column `i` goes from `bounds[i]` to `bounds[i + 1] - 1`; holds as many columns as it has room for. */
  readonly bounds: Int32Array;
  /** Where the next line starts. */
  next: number;
}

/** Splits the line that starts at `from` at its tabs, into `line`. */
export function splitLine(bytes: Uint8Array, from: number, line: Line): void {
  const { bounds } = line;
  let columns = 1;
  let at = from;
  bounds[0] = from;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === NEWLINE) break;
    if (byte !== TAB) continue;
    bounds[columns] = at + 1;
    columns += 1;
  }
  const end = at > from && bytes[at - 1] === RETURN ? at - 1 : at;
  for (let i = columns; i < bounds.length; i += 1) bounds[i] = end + 1;
  line.columns = columns;
  line.next = at + 1;
}

/** The number that stands there as `0x` and one to eight hex digits; -1 when something else does. */
export function hexIn(bytes: Uint8Array, from: number, to: number): number {
  const digits = to - from - 2;
  if (digits < 1 || digits > 8 || bytes[from] !== 0x30 || bytes[from + 1] !== 0x78) return -1;
  let value = 0;
  for (let i = from + 2; i < to; i += 1) {
    const digit = hexDigit(bytes[i] ?? 0);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}

/**
 * Copies the name from `from` to `to` and a NUL behind it to `target` at `at`; where the next name goes.
 * -1 when the name is empty or has a NUL inside.
 */
export function copyName(
  bytes: Uint8Array,
  from: number,
  to: number,
  target: Uint8Array,
  at: number,
): number {
  if (to <= from) return -1;
  for (let i = from; i < to; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte === 0) return -1;
    target[at + i - from] = byte;
  }
  return at + to - from + 1;
}
