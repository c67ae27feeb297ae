import type { ExportTable } from "../../model/exports.ts";
import { nameColumn, nameTable } from "../../model/names.ts";

/** One export, before it is a row of a table. */
export interface ExportRow {
  readonly symbol: string;
  readonly gplOnly: boolean;
  /** Absent when the symbol is in no namespace. */
  readonly namespace?: string;
  /** Absent when built without CONFIG_MODVERSIONS. */
  readonly crc?: number;
}

/** What one owner exports; see {@link ExportTable.owners}. */
export interface Owned {
  readonly owner: string;
  readonly exports: readonly ExportRow[];
}

/** What an index of 16 bits holds. */
const MAX_INDEX = 0x10000;

/**
 * A table of exports. Of one name that an owner exports twice, as 5.10 does on arm64 with its assembler code, the first
 * stays. `undefined` when there are more owners or namespaces than a table can tell.
 */
export function exportTableOf(all: readonly Owned[]): ExportTable | undefined {
  const namespaces = new Map([["", 0]]);
  const owners = new Map<string, number>();
  const seen = new Set<string>();
  const rows: { readonly row: ExportRow; readonly owner: number; readonly namespace: number }[] = [];
  for (const { owner, exports } of all) {
    const ownerIndex = indexIn(owners, owner);
    for (const row of exports) {
      if (seen.has(row.symbol)) continue;
      seen.add(row.symbol);
      rows.push({ row, owner: ownerIndex, namespace: indexIn(namespaces, row.namespace ?? "") });
    }
  }
  if (owners.size > MAX_INDEX || namespaces.size > MAX_INDEX) return undefined;
  return {
    names: nameTable(nameColumn(rows.map(({ row }) => row.symbol))),
    crcs: Uint32Array.from(rows, ({ row }) => row.crc ?? 0),
    gplOnly: Uint8Array.from(rows, ({ row }) => (row.gplOnly ? 1 : 0)),
    namespaceIndex: Uint16Array.from(rows, ({ namespace }) => namespace),
    ownerIndex: Uint16Array.from(rows, ({ owner }) => owner),
    namespaces: [...namespaces.keys()],
    owners: [...owners.keys()],
  };
}

function indexIn(words: Map<string, number>, word: string): number {
  const index = words.get(word) ?? words.size;
  words.set(word, index);
  return index;
}
