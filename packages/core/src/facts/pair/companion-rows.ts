import type { Imports, Modversions } from "../../model/module.ts";
import { nameOf } from "../../model/names.ts";
import { type Companion, offered } from "./companions.ts";
import type { Lookups } from "./lookups.ts";

/** An import that only a companion exports, with a CRC that differs from the module's or is missing there. */
export interface CompanionRow {
  /** Row in the imports. */
  readonly row: number;
  readonly symbol: string;
  readonly providedBy: string;
  /** CRC of the export. */
  readonly crc: number;
  /** Absent when the module's versions do not list the symbol. */
  readonly moduleCrc?: number;
}

/** check_version() in kernel/module/version.c for what companions export: it asks no less of them than of the kernel. */
export function companionRows(
  { exportRow, crcRow }: Lookups,
  { names }: Imports,
  versions: Modversions,
  companions: readonly Companion[],
): readonly CompanionRow[] {
  const found: CompanionRow[] = [];
  if (companions.length === 0) return found;
  for (let row = 0; row < names.count; row += 1) {
    if ((exportRow[row] ?? -1) >= 0 || (crcRow[row] ?? -1) >= 0) continue;
    const symbol = nameOf(names, row);
    const { crc = 0, providedBy = "" } = offered(companions, symbol) ?? {};
    if (crc === 0) continue;
    const moduleCrc = versionOf(versions, symbol);
    if (moduleCrc === crc) continue;
    found.push({ row, symbol, providedBy, crc, ...(moduleCrc !== undefined && { moduleCrc }) });
  }
  return found;
}

// Few imports come from companions, so this may take its time. The first of several versions of one name counts.
function versionOf({ names, crcs }: Modversions, symbol: string): number | undefined {
  for (let row = 0; row < names.count; row += 1) if (nameOf(names, row) === symbol) return crcs[row];
  return undefined;
}
