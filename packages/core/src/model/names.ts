/**
 * Symbol names as bytes, found by hash: 25,000 names without 25,000 strings.
 *
 * Plain data (typed arrays only), so that a table is cached, posted to a worker and shared between threads as it is.
 */
export interface NameTable {
  readonly count: number;
  /** The names, each followed by a NUL. */
  readonly bytes: Uint8Array;
  /** Where name `row` starts in `bytes`. */
  readonly at: Uint32Array;
  /** Open addressing, a power of two long: `row + 1`, or 0 for a free slot. */
  readonly slots: Uint32Array;
}

/** A run of NUL-terminated names inside somebody else's bytes (a string table, `__versions`), by row. */
export interface NameColumn {
  readonly count: number;
  readonly bytes: Uint8Array;
  /** Where name `row` starts in `bytes`. */
  readonly at: Uint32Array;
}

/** FNV-1a over the bytes up to the NUL, or to the end of `bytes`. */
function hash(bytes: Uint8Array, at: number): number {
  let h = 0x811c9dc5;
  for (let i = at; i < bytes.length; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte === 0) break;
    h = Math.imul(h ^ byte, 0x01000193);
  }
  return h >>> 0;
}

/** Whether the NUL-terminated names at `aAt` in `a` and at `bAt` in `b` are the same. */
export function sameName(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number): boolean {
  for (let i = 0; ; i += 1) {
    const x = a[aAt + i] ?? 0;
    if (x !== (b[bAt + i] ?? 0)) return false;
    if (x === 0) return true;
  }
}

/**
 * Indexes a column. Of equal names the first is found, as the kernel finds the first exporter.
 *
 * @param first is filled, by row, with the first row of that name; nobody asks when absent.
 */
export function nameTable({ count, bytes, at }: NameColumn, first?: Uint32Array): NameTable {
  let size = 8;
  while (size < count * 2) size *= 2;
  const slots = new Uint32Array(size);
  for (let row = 0; row < count; row += 1) {
    const start = at[row] ?? 0;
    let slot = hash(bytes, start) & (size - 1);
    let held = slots[slot] ?? 0;
    while (held !== 0 && !sameName(bytes, at[held - 1] ?? 0, bytes, start)) {
      slot = (slot + 1) & (size - 1);
      held = slots[slot] ?? 0;
    }
    if (held === 0) slots[slot] = row + 1;
    if (first) first[row] = held === 0 ? row : held - 1;
  }
  return { count, bytes, at, slots };
}

/** Row of the name that stands NUL-terminated in `bytes` at `at`; -1 when the table has no such name. */
export function findName(table: NameTable, bytes: Uint8Array, at: number): number {
  const mask = table.slots.length - 1;
  let slot = hash(bytes, at) & mask;
  for (;;) {
    const held = table.slots[slot] ?? 0;
    if (held === 0) return -1;
    if (sameName(table.bytes, table.at[held - 1] ?? 0, bytes, at)) return held - 1;
    slot = (slot + 1) & mask;
  }
}

/** Row of `name`, whose characters are bytes as {@link nameOf} makes them; -1 when the table has no such name. */
export function findString(table: NameTable, name: string): number {
  let bytes = scratch;
  if (name.length >= bytes.length) bytes = new Uint8Array(name.length + 1);
  for (let i = 0; i < name.length; i += 1) bytes[i] = name.charCodeAt(i);
  bytes[name.length] = 0;
  return findName(table, bytes, 0);
}

// Longer than any symbol: KSYM_NAME_LEN in include/linux/kallsyms.h is 512. Filled and read by one call.
const scratch = new Uint8Array(1024);

/** The name in `row`. */
export const nameOf = ({ bytes, at }: NameColumn, row: number): string => nameAt(bytes, at[row] ?? 0);

/** The NUL-terminated name that starts at `start`, as `byteText` has it. Names are short: a decoder takes longer to be asked. */
export function nameAt(bytes: Uint8Array, start: number): string {
  let name = "";
  for (let at = start; at < bytes.length && bytes[at] !== 0; at += 1) {
    name += String.fromCharCode(bytes[at] ?? 0);
  }
  return name;
}

/** A column of the given strings. */
export function nameColumn(names: readonly string[]): NameColumn {
  const encoded = names.map((name) => new TextEncoder().encode(name));
  const at = new Uint32Array(names.length);
  let length = 0;
  for (const [row, name] of encoded.entries()) {
    at[row] = length;
    length += name.length + 1;
  }
  const bytes = new Uint8Array(length);
  for (const [row, name] of encoded.entries()) bytes.set(name, at[row]);
  return { count: names.length, bytes, at };
}
