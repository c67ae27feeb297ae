import { type ExportTable, findExport } from "../../model/exports.ts";
import type { ModuleExport } from "../../model/module.ts";
import { moduleNameOf } from "../../model/module-name.ts";
import type { DuplicateExport } from "../../model/pair.ts";

/** verify_exported_symbols() in kernel/module/main.c. A module is no duplicate of itself, nor of its older build. */
export function duplicateExports(
  own: readonly ModuleExport[],
  name: string | undefined,
  exports: ExportTable,
): readonly DuplicateExport[] {
  return own.flatMap(({ symbol }) => {
    const owner = findExport(exports, symbol)?.owner;
    return owner === undefined || moduleNameOf(owner) === name ? [] : [{ symbol, owner }];
  });
}
