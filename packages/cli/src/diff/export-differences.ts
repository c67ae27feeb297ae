import { type Export, exportAt, type ExportTable, findName } from "@kofit/core";

/** An export that both kernels have, not alike. */
export interface ChangedExport {
  readonly symbol: string;
  readonly a: Export;
  readonly b: Export;
}

/** How two kernels' exports differ, in the order of their tables. */
export interface ExportDifferences {
  readonly removed: readonly Export[];
  readonly added: readonly Export[];
  /** The CRC differs; not compared where a kernel has none of a symbol (built without CONFIG_MODVERSIONS). */
  readonly crc: readonly ChangedExport[];
  /** GPL-only in one of them. */
  readonly licence: readonly ChangedExport[];
  /** In another namespace. */
  readonly namespace: readonly ChangedExport[];
  /** How many are alike. */
  readonly same: number;
  /** Whether only what the images export was compared: what a kernel's modules export is not known of both. */
  readonly isImageOnly: boolean;
}

/** Compares two tables of exports. */
export function exportDifferences(a: ExportTable, b: ExportTable): ExportDifferences {
  const isImageOnly = a.modulesUnknown === true || b.modulesUnknown === true;
  const counts = (table: ExportTable, row: number): boolean =>
    !isImageOnly || table.owners[table.ownerIndex[row] ?? 0] === "vmlinux";
  const found: Lists = { removed: [], added: [], crc: [], licence: [], namespace: [] };
  let same = 0;
  for (let row = 0; row < a.names.count; row += 1) {
    if (!counts(a, row)) continue;
    const other = findName(b.names, a.names.bytes, a.names.at[row] ?? 0);
    if (other < 0) found.removed.push(exportAt(a, row));
    else if (isSame(a, row, b, other)) same += 1;
    else addChanges(found, exportAt(a, row), exportAt(b, other));
  }
  for (let row = 0; row < b.names.count; row += 1) {
    if (counts(b, row) && findName(a.names, b.names.bytes, b.names.at[row] ?? 0) < 0) {
      found.added.push(exportAt(b, row));
    }
  }
  return { ...found, same, isImageOnly };
}

interface Lists {
  readonly removed: Export[];
  readonly added: Export[];
  readonly crc: ChangedExport[];
  readonly licence: ChangedExport[];
  readonly namespace: ChangedExport[];
}

/** Most are alike: no object is made for these. */
function isSame(a: ExportTable, row: number, b: ExportTable, other: number): boolean {
  const [mine, theirs] = [a.crcs[row] ?? 0, b.crcs[other] ?? 0];
  return (
    (mine === theirs || mine === 0 || theirs === 0) &&
    a.gplOnly[row] === b.gplOnly[other] &&
    a.namespaces[a.namespaceIndex[row] ?? 0] === b.namespaces[b.namespaceIndex[other] ?? 0]
  );
}

function addChanges(found: Lists, a: Export, b: Export): void {
  const changed = { symbol: a.symbol, a, b };
  if (a.crc !== b.crc && a.crc !== 0 && b.crc !== 0) found.crc.push(changed);
  if (a.gplOnly !== b.gplOnly) found.licence.push(changed);
  if (a.namespace !== b.namespace) found.namespace.push(changed);
}
