import type { ExportTable } from "../../model/exports.ts";
import type { ModuleExport } from "../../model/module.ts";
import { moduleNameOf } from "../../model/module-name.ts";
import { findString } from "../../model/names.ts";
import type { DuplicateExport } from "../../model/pair.ts";

/** verify_exported_symbols() in kernel/module/main.c. A module is no duplicate of itself, nor of its older build. */
export function duplicateExports(
  own: readonly ModuleExport[],
  name: string | undefined,
  { names, ownerIndex, owners }: ExportTable,
): readonly DuplicateExport[] {
  const found: DuplicateExport[] = [];
  // A module of this kernel finds itself as the owner of all that it exports.
  let itself = -1;
  for (const { symbol } of own) {
    const row = findString(names, symbol);
    const index = ownerIndex[row];
    if (index === undefined || index === itself) continue;
    const owner = owners[index] ?? "";
    if (moduleNameOf(owner) === name) itself = index;
    else found.push({ symbol, owner });
  }
  return found;
}
