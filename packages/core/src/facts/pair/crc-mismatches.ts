import { type ExportTable, exportAt, type CrcTable } from "../../model/exports.ts";
import type { Imports, Modversions } from "../../model/module.ts";
import { nameOf } from "../../model/names.ts";
import type { CrcMismatch } from "../../model/pair.ts";
import type { Companion } from "./companions.ts";
import { companionRows } from "./companion-rows.ts";
import type { Lookups } from "./lookups.ts";

/** What is compared: the module's CRCs, with the kernel's and those of modules judged together with it. */
interface Compared {
  readonly lookups: Lookups;
  readonly imports: Imports;
  readonly versions: Modversions;
  readonly crcs: CrcTable;
  /** Absent when only CRCs are known. */
  readonly exports: ExportTable | undefined;
}

/** check_version() in kernel/module/version.c, for every import that has a CRC on both sides. */
export function crcMismatches(
  lookups: Lookups,
  imports: Imports,
  versions: Modversions | undefined,
  crcs: CrcTable,
  exports: ExportTable | undefined,
  companions: readonly Companion[] = [],
): readonly CrcMismatch[] {
  if (!versions) return [];
  const compared = { lookups, imports, versions, crcs, exports };
  return [...withKernel(compared), ...withCompanions(compared, companions)];
}

/** A CRC as check_version() compares it: an unsigned long, though its value has 32 bits. */
export const crcOf = ({ crcs, high }: Modversions, row: number): number =>
  (crcs[row] ?? 0) + (high?.[row] ?? 0) * 0x1_0000_0000;

function withKernel({ lookups, imports, versions, crcs, exports }: Compared): CrcMismatch[] {
  const { exportRow, crcRow, versionRow } = lookups;
  const found: CrcMismatch[] = [];
  for (let row = 0; row < imports.names.count; row += 1) {
    const version = versionRow[row] ?? -1;
    if (version < 0) continue;
    const kernelCrc = crcs.crcs[crcRow[row] ?? -1] ?? 0;
    const moduleCrc = crcOf(versions, version);
    // 0: exported without CRC, which check_version() accepts
    if (kernelCrc === 0 || kernelCrc === moduleCrc) continue;
    const exported = exportRow[row] ?? -1;
    found.push({
      symbol: nameOf(imports.names, row),
      symbolIndex: imports.symbolIndex[row] ?? 0,
      moduleCrc,
      kernelCrc,
      ...(exports && exported >= 0 && { owner: exportAt(exports, exported).owner }),
    });
  }
  return found;
}

function withCompanions(
  { lookups, imports, versions }: Compared,
  companions: readonly Companion[],
): CrcMismatch[] {
  return companionRows(lookups, imports, versions, companions).flatMap(
    ({ row, symbol, providedBy, crc, moduleCrc }) => {
      if (moduleCrc === undefined) return [];
      const symbolIndex = imports.symbolIndex[row] ?? 0;
      return [{ symbol, symbolIndex, moduleCrc, kernelCrc: crc, owner: providedBy }];
    },
  );
}
