import type { CrcTable, ExportTable } from "../../model/exports.ts";
import type { Imports, Modversions } from "../../model/module.ts";
import { findName, type NameColumn, type NameTable } from "../../model/names.ts";

/**
 * Where each import of a module is found; rows by import, -1 for "nowhere". Plain arrays: a typed array for the 46
 * imports of a module costs more to make than to fill.
 */
export interface Lookups {
  /** Row in the kernel's exports; all -1 when those are not known. */
  readonly exportRow: readonly number[];
  /** Row in the kernel's CRCs; all -1 when those are not known. */
  readonly crcRow: readonly number[];
  /** Row in the module's versions, for imports that have a CRC in the kernel; nobody compares the others. */
  readonly versionRow: readonly number[];
}

/**
 * Looks everything up once: 4,000 modules have 185,000 imports, and judging them is mostly this. So there is one hash
 * lookup for each import and each version, and no string or object.
 */
export function lookUp(
  { names }: Imports,
  versions: Modversions | undefined,
  exports: ExportTable | undefined,
  crcs: CrcTable | undefined,
): Lookups {
  const exportRow = rowsIn(exports?.names, names);
  const crcRow = crcs?.names === exports?.names ? exportRow : rowsIn(crcs?.names, names);
  return {
    exportRow,
    crcRow,
    versionRow: versions && crcs ? rowsInVersions(versions.names, crcs, crcRow) : rowsIn(undefined, names),
  };
}

function rowsIn(table: NameTable | undefined, { count, bytes, at }: NameColumn): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < count; row += 1) rows.push(table ? findName(table, bytes, at[row] ?? 0) : -1);
  return rows;
}

/**
 * As check_version() does, the first of several versions of one name is taken. Versions and imports meet in the kernel's
 * row: where `versionAt` has it, the import has that version.
 */
function rowsInVersions(
  versions: NameColumn,
  { names, crcs }: CrcTable,
  crcRow: readonly number[],
): readonly number[] {
  const versionAt = scratch(names.count);
  const kernelRows = rowsIn(names, versions);
  // From the last to the first, so that the first stays.
  for (let version = versions.count - 1; version >= 0; version -= 1) {
    const row = kernelRows[version] ?? -1;
    if (row >= 0) versionAt[row] = version;
  }
  // Counted loops in this file: for…of makes an object for each row until it is compiled, and these are most rows of all.
  const rows: number[] = [];
  for (let i = 0; i < crcRow.length; i += 1) {
    const row = crcRow[i] ?? -1;
    rows.push(row >= 0 && crcs[row] !== 0 ? (versionAt[row] ?? -1) : -1);
  }
  for (let version = 0; version < kernelRows.length; version += 1) {
    const row = kernelRows[version] ?? -1;
    if (row >= 0) versionAt[row] = -1;
  }
  return rows;
}

let versionAt = new Int32Array();

/** -1 for each row of a kernel's table; who writes to it puts it back. Making one for each module would be half the work. */
function scratch(count: number): Int32Array {
  if (versionAt.length < count) versionAt = new Int32Array(count).fill(-1);
  return versionAt;
}
