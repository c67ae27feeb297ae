import { FormatError } from "../../io/format-error.ts";
import type { ExportTable } from "../../model/exports.ts";
import { nameTable } from "../../model/names.ts";
import { internedBytes } from "./interned-bytes.ts";
import { copyName, hexIn, type Line, splitLine } from "./line.ts";

const NEWLINE = 10;
const LETTER_E = 0x45;
/** CRC, symbol, owner, kind; since Linux 5.4 also a namespace. */
const MIN_COLUMNS = 4;
const MAX_COLUMNS = 5;
/** `0x0`, `s`, `o`, `EXPORT_SYMBOL`, tabs and newline: no file has more rows than this allows. */
const SHORTEST_LINE = 22;
/** What an index of 16 bits holds. */
const MAX_INDEX = 0xffff;

const latin1 = new TextDecoder("latin1");

/**
 * Kinds of exports and whether they are GPL-only. The last three are of kernels up to 5.11, export_list[] in
 * scripts/mod/modpost.c; GPL_FUTURE only warned, so a proprietary module may use it.
 */
const KINDS: ReadonlyMap<string, boolean> = new Map([
  ["EXPORT_SYMBOL", false],
  ["EXPORT_SYMBOL_GPL", true],
  ["EXPORT_UNUSED_SYMBOL", false],
  ["EXPORT_UNUSED_SYMBOL_GPL", true],
  ["EXPORT_SYMBOL_GPL_FUTURE", false],
]);
const GPL_ONLY = [...KINDS.values()].map(Number);

/**
 * Everything that a `Module.symvers` lists, in its order. An empty file is an empty table.
 *
 * Read straight from the bytes: 25,000 lines are no 25,000 strings. write_dump() in scripts/mod/modpost.c writes it.
 *
 * @throws {FormatError} if a line is not `CRC TAB symbol TAB owner TAB kind [TAB namespace]`, or if the last line
 * does not end: the file was cut off then, and a symbol behind the cut would be taken for one that nobody exports.
 */
export function parseModuleSymvers(bytes: Uint8Array, source: string): ExportTable {
  const table = emptyTable(bytes.length);
  const line: Line = { columns: 0, bounds: new Int32Array(MAX_COLUMNS + 1), next: 0 };
  for (let at = 0; at < bytes.length; at = line.next) {
    splitLine(bytes, at, line);
    if (!addRow(table, bytes, line)) {
      const what = problemOf(bytes.subarray(at, line.next - 1));
      throw new FormatError(source, at, `line ${table.count + 1}: ${what}`);
    }
  }
  if (bytes.length > 0 && bytes.at(-1) !== NEWLINE) {
    throw new FormatError(source, bytes.length, `line ${table.count} does not end: the file is cut off`);
  }
  const { count, owners, namespaces } = table;
  if (owners.strings.length > MAX_INDEX || namespaces.strings.length > MAX_INDEX) {
    throw new FormatError(source, 0, `more than ${MAX_INDEX} owners or namespaces`);
  }
  const names = { count, bytes: table.nameBytes.slice(0, table.used), at: table.nameAt.slice(0, count) };
  return {
    names: nameTable(names),
    crcs: table.crcs.slice(0, count),
    gplOnly: table.gplOnly.slice(0, count),
    namespaceIndex: table.namespaceIndex.slice(0, count),
    ownerIndex: table.ownerIndex.slice(0, count),
    namespaces: namespaces.strings,
    owners: owners.strings,
  };
}

/** An {@link ExportTable} that grows, with room for all rows that the file can have. */
function emptyTable(size: number) {
  const rows = Math.ceil(size / SHORTEST_LINE);
  return {
    count: 0,
    /** Bytes of `nameBytes` that are filled. */
    used: 0,
    nameBytes: new Uint8Array(size),
    nameAt: new Uint32Array(rows),
    crcs: new Uint32Array(rows),
    gplOnly: new Uint8Array(rows),
    namespaceIndex: new Uint16Array(rows),
    ownerIndex: new Uint16Array(rows),
    namespaces: internedBytes([""]),
    owners: internedBytes([]),
    kinds: internedBytes([...KINDS.keys()]),
  };
}

/** Whether the line is one of `Module.symvers`; if so it is in `table` now. */
function addRow(table: ReturnType<typeof emptyTable>, bytes: Uint8Array, { columns, bounds }: Line): boolean {
  if (columns < MIN_COLUMNS || columns > MAX_COLUMNS) return false;
  // Linux kernel commit 5190044c2965 ("modpost: move the namespace field in Module.symvers last") (in v5.6, 5.4.y):
  // before, it stood in front of the owner. Kinds start with an `E`, owners are paths in lower case.
  const namespaceFirst = columns === MAX_COLUMNS && bytes[start(bounds, 3)] !== LETTER_E;
  const owner = namespaceFirst ? 3 : 2;
  const namespace = namespaceFirst ? 2 : 4;
  const crc = hexIn(bytes, start(bounds, 0), end(bounds, 0));
  const next = copyName(bytes, start(bounds, 1), end(bounds, 1), table.nameBytes, table.used);
  const gplOnly = GPL_ONLY[table.kinds.indexOf(bytes, start(bounds, owner + 1), end(bounds, owner + 1))];
  if (crc < 0 || next < 0 || gplOnly === undefined) return false;

  const row = table.count;
  table.crcs[row] = crc;
  table.nameAt[row] = table.used;
  table.gplOnly[row] = gplOnly;
  table.ownerIndex[row] = table.owners.indexOf(bytes, start(bounds, owner), end(bounds, owner));
  if (columns === MAX_COLUMNS) {
    table.namespaceIndex[row] = table.namespaces.indexOf(
      bytes,
      start(bounds, namespace),
      end(bounds, namespace),
    );
  }
  table.used = next;
  table.count += 1;
  return true;
}

const start = (bounds: Int32Array, column: number): number => bounds[column] ?? 0;
const end = (bounds: Int32Array, column: number): number => (bounds[column + 1] ?? 0) - 1;

/** What is wrong with a line that was found wrong. */
function problemOf(line: Uint8Array): string {
  const shown = latin1.decode(line.subarray(0, 80));
  return `"0x4c9d28b0<tab>symbol<tab>owner<tab>EXPORT_SYMBOL[_GPL]<tab>namespace" wanted, ${JSON.stringify(shown)} found`;
}
