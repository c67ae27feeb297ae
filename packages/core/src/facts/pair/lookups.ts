import type { CrcTable, ExportTable } from "../../model/exports.ts";
import type { Imports, Modversions } from "../../model/module.ts";
import { findName, type NameColumn, nameTable, type NameTable, sameName } from "../../model/names.ts";

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
 * lookup for each import, and no string or object.
 */
export function lookUp(
  { names }: Imports,
  versions: Modversions | undefined,
  exports: ExportTable | undefined,
  crcs: CrcTable | undefined,
): Lookups {
  const exportRow = rowsIn(exports?.names, names);
  const crcRow = crcs?.names === exports?.names ? exportRow : rowsIn(crcs?.names, names);
  const hasCrc = (row: number): boolean => (crcs?.crcs[crcRow[row] ?? -1] ?? 0) !== 0;
  return {
    exportRow,
    crcRow,
    versionRow: versions ? rowsInVersions(versions.names, names, hasCrc) : rowsIn(undefined, names),
  };
}

function rowsIn(table: NameTable | undefined, { count, bytes, at }: NameColumn): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < count; row += 1) rows.push(table ? findName(table, bytes, at[row] ?? 0) : -1);
  return rows;
}

/** How far behind the expected row a version is looked for. */
const AHEAD = 16;
/** Of a module whose versions are in no such order, all are looked up by name. */
const MAX_PASSED = 32;
/** So many names are sooner found by looking at all versions than by indexing them. */
const WORTH_AN_INDEX = 8;

/**
 * modpost writes `__versions` in the order of the undefined symbols of `.symtab`, but for a few that the compiler or
 * objtool brought in late (`__fentry__`). So the next version is nearly always that of the next import, and only what
 * is left over is looked up by name. As check_version() does, the first of several versions of one name is taken.
 */
function rowsInVersions(
  versions: NameColumn,
  imports: NameColumn,
  hasCrc: (row: number) => boolean,
): readonly number[] {
  const rows: number[] = [];
  // Passed over and not claimed yet: module_layout and those few.
  const passed: number[] = [];
  let next = 0;
  let table: NameTable | undefined;
  let leftOver = 0;
  for (let row = 0; row < imports.count; row += 1) {
    // modpost leaves out what has no CRC: assembler symbols such as __x86_return_thunk.
    if (!hasCrc(row)) {
      rows.push(-1);
      continue;
    }
    let found = claim(passed, versions, imports, row);
    if (found < 0 && passed.length < MAX_PASSED) {
      found = among(versions, next, next + AHEAD, imports, row);
      for (; next < found; next += 1) passed.push(next);
      if (next === found) next += 1;
    }
    if (found < 0) {
      leftOver += 1;
      if (leftOver > WORTH_AN_INDEX) table ??= nameTable(versions);
      found = table
        ? findName(table, imports.bytes, imports.at[row] ?? 0)
        : among(versions, 0, versions.count, imports, row);
    }
    rows.push(found);
  }
  return rows;
}

/** The first version of an import in the rows from `start` to before `end`; -1 when it is not there. */
function among(versions: NameColumn, start: number, end: number, imports: NameColumn, row: number): number {
  for (let version = start; version < end; version += 1)
    if (same(versions, version, imports, row)) return version;
  return -1;
}

/** Takes the version of an import out of `passed`; -1 when it is not there. */
function claim(passed: number[], versions: NameColumn, imports: NameColumn, row: number): number {
  for (let i = 0; i < passed.length; i += 1) {
    const version = passed[i] ?? 0;
    if (same(versions, version, imports, row)) {
      passed.splice(i, 1);
      return version;
    }
  }
  return -1;
}

function same(a: NameColumn, aRow: number, b: NameColumn, bRow: number): boolean {
  if (aRow >= a.count) return false;
  const aAt = a.at[aRow] ?? 0;
  const bAt = b.at[bRow] ?? 0;
  return a.bytes[aAt] === b.bytes[bAt] && sameName(a.bytes, aAt, b.bytes, bAt);
}
