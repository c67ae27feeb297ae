import { type CrcTable, type ExportTable, findExport } from "../../model/exports.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import type { ModuleFacts, Modversions } from "../../model/module.ts";
import { findString, nameOf } from "../../model/names.ts";

/** The CRCs of a module beside those of a kernel. */
export interface VersionsCompared {
  /** Symbols of which both sides have a CRC. */
  readonly compared: number;
  readonly differing: number;
  /** Who exports those that differ, as `Module.symvers` names it; empty when that is not known. */
  readonly owners: readonly string[];
  /** Whether each of these owners' symbols that the module uses differs, and nobody else's. */
  readonly ownersWhole: boolean;
}

/** Compares all CRCs; `undefined` when one side has none. */
export function compareVersions(
  { crcs, exports }: KernelFacts,
  { modversions }: ModuleFacts,
): VersionsCompared | undefined {
  if (!crcs.known || !modversions.known || !modversions.value) return undefined;
  const before = compared.get(modversions.value);
  if (before && before.with === crcs.value) return before.found;
  const found = compare(modversions.value, crcs.value, exports.known ? exports.value : undefined);
  compared.set(modversions.value, { with: crcs.value, found });
  return found;
}

// Asked for by each of a module's findings, of which there may be as many as it has CRCs.
const compared = new WeakMap<Modversions, { readonly with: CrcTable; readonly found: VersionsCompared }>();

function compare(
  { names, crcs: ours }: Modversions,
  kernel: CrcTable,
  exports: ExportTable | undefined,
): VersionsCompared {
  const [agreeing, differing] = [new Set<string>(), new Set<string>()];
  const counts = { compared: 0, differing: 0 };
  for (let row = 0; row < names.count; row += 1) {
    const symbol = nameOf(names, row);
    const at = findString(kernel.names, symbol);
    if (at < 0) continue;
    const same = kernel.crcs[at] === ours[row];
    counts.compared += 1;
    if (!same) counts.differing += 1;
    const owner = exports && findExport(exports, symbol)?.owner;
    if (owner !== undefined) (same ? agreeing : differing).add(owner);
  }
  const owners = [...differing];
  return { ...counts, owners, ownersWhole: owners.length > 0 && owners.every((one) => !agreeing.has(one)) };
}
