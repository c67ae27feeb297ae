import type { CrcTable, ExportTable } from "../../model/exports.ts";
import type { Imports, Modversions } from "../../model/module.ts";
import { findName, type NameColumn, type NameTable } from "../../model/names.ts";

/** Where each import of a module is found; rows by import, -1 for "nowhere". */
export interface Lookups {
  /** Row in the kernel's exports; all -1 when those are not known. */
  readonly exportRow: Int32Array;
  /** Row in the kernel's CRCs; all -1 when those are not known. */
  readonly crcRow: Int32Array;
  /** Row in the module's versions. */
  readonly versionRow: Int32Array;
}

/**
 * Looks everything up once: 4,000 modules have 185,000 imports, and judging them is mostly this. So there is one hash
 * lookup for each import and each version, and no string or object.
 */
export function lookUp(
  imports: Imports,
  versions: Modversions | undefined,
  exports: ExportTable | undefined,
  crcs: CrcTable | undefined,
): Lookups {
  const exportRow = rowsIn(exports?.names, imports.names);
  const crcRow = crcs?.names === exports?.names ? exportRow : rowsIn(crcs?.names, imports.names);
  return { exportRow, crcRow, versionRow: versionRows(crcRow, versions, crcs) };
}

function rowsIn(table: NameTable | undefined, { count, bytes, at }: NameColumn): Int32Array {
  const rows = new Int32Array(count).fill(-1);
  if (table) for (let row = 0; row < count; row += 1) rows[row] = findName(table, bytes, at[row] ?? 0);
  return rows;
}

/** The version that a kernel symbol has in the module being looked at: valid where `stamp` is that module's. */
interface Scratch {
  serial: number;
  readonly stamp: Uint32Array;
  readonly versionRow: Uint32Array;
}

// By kernel row, so that no table of the module's own names is built; kept, so that it is not cleared 4,000 times.
const scratches = new WeakMap<NameTable, Scratch>();

function scratchFor(table: NameTable): Scratch {
  const scratch = scratches.get(table) ?? {
    serial: 0,
    stamp: new Uint32Array(table.count),
    versionRow: new Uint32Array(table.count),
  };
  scratches.set(table, scratch);
  return scratch;
}

function versionRows(
  crcRow: Int32Array,
  versions: Modversions | undefined,
  crcs: CrcTable | undefined,
): Int32Array {
  const rows = new Int32Array(crcRow.length).fill(-1);
  if (!versions || !crcs) return rows;
  const scratch = scratchFor(crcs.names);
  const { stamp, versionRow } = scratch;
  const serial = (scratch.serial += 1);
  const { count, bytes, at } = versions.names;
  for (let row = 0; row < count; row += 1) {
    const found = findName(crcs.names, bytes, at[row] ?? 0);
    // check_version() takes the first entry of that name.
    if (found >= 0 && stamp[found] !== serial) {
      stamp[found] = serial;
      versionRow[found] = row;
    }
  }
  for (let row = 0; row < rows.length; row += 1) {
    const found = crcRow[row] ?? -1;
    if (found >= 0 && stamp[found] === serial) rows[row] = versionRow[found] ?? -1;
  }
  return rows;
}
