import { findString, nameOf, type NameTable } from "./names.ts";

/** The symbols that a kernel and its modules export, one row each. Plain data, see {@link NameTable}. */
export interface ExportTable {
  readonly names: NameTable;
  /** CRC that genksyms or gendwarfksyms computed; 0 when built without CONFIG_MODVERSIONS or when it could not be computed. */
  readonly crcs: Uint32Array;
  /** 1 for `EXPORT_SYMBOL_GPL` and its kin, 0 otherwise. */
  readonly gplOnly: Uint8Array;
  /** Index into `namespaces`. */
  readonly namespaceIndex: Uint16Array;
  /** Index into `owners`. */
  readonly ownerIndex: Uint16Array;
  /** Row 0 is `""`: no namespace. */
  readonly namespaces: readonly string[];
  /** `"vmlinux"`, or a module's path in the kernel tree without suffix, `"drivers/net/mii"`, as in `Module.symvers`. */
  readonly owners: readonly string[];
  /** Set where only the image's exports are known: what is not in the table may be exported by one of the kernel's modules. */
  readonly modulesUnknown?: true;
}

/** CRC by symbol: what `check_version()` compares. May know fewer symbols than the kernel exports. */
export interface CrcTable {
  readonly names: NameTable;
  readonly crcs: Uint32Array;
}

/** One exported symbol. */
export interface Export {
  readonly symbol: string;
  readonly crc: number;
  readonly gplOnly: boolean;
  /** Absent when the symbol is in no namespace. */
  readonly namespace?: string;
  /** See {@link ExportTable.owners}. */
  readonly owner: string;
}

/** The export in `row`. */
export function exportAt(table: ExportTable, row: number): Export {
  const namespace = table.namespaces[table.namespaceIndex[row] ?? 0] ?? "";
  return {
    symbol: nameOf(table.names, row),
    crc: table.crcs[row] ?? 0,
    gplOnly: table.gplOnly[row] === 1,
    owner: table.owners[table.ownerIndex[row] ?? 0] ?? "",
    ...(namespace !== "" && { namespace }),
  };
}

/** The export of that name; `undefined` when nothing exports it. */
export function findExport(table: ExportTable, symbol: string): Export | undefined {
  const row = findString(table.names, symbol);
  return row < 0 ? undefined : exportAt(table, row);
}
