import { type CrcTable } from "../../model/exports.ts";
import type { Modversions } from "../../model/module.ts";
import { findString, nameOf } from "../../model/names.ts";
import type { ModuleLayout } from "../../model/pair.ts";
import { crcOf } from "./crc-mismatches.ts";

const SYMBOL = "module_layout";
const bytes = new TextEncoder().encode(SYMBOL);

/** What check_modstruct_version() in kernel/module/version.c compares. */
export function moduleLayout(versions: Modversions | undefined, crcs: CrcTable): ModuleLayout | undefined {
  if (!versions) return undefined;
  const kernelCrc = crcs.crcs[findString(crcs.names, SYMBOL)] ?? 0;
  if (kernelCrc === 0) return undefined;
  const row = rowOf(versions);
  return row < 0 ? { kernelCrc } : { kernelCrc, moduleCrc: crcOf(versions, row) };
}

// modpost writes it first or among the others, so the names are walked; the first byte decides for nearly all.
function rowOf({ names }: Modversions): number {
  for (let row = 0; row < names.count; row += 1) {
    const at = names.at[row] ?? 0;
    if (names.bytes[at] === bytes[0] && names.bytes[at + 7] === bytes[7] && nameOf(names, row) === SYMBOL)
      return row;
  }
  return -1;
}
