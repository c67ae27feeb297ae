import { type ExportTable, findExport } from "../../model/exports.ts";
import { isProprietary } from "../../model/license.ts";
import type { Imports } from "../../model/module.ts";
import { moduleNameOf } from "../../model/module-name.ts";
import { nameOf } from "../../model/names.ts";
import type { LoadedModule } from "../../model/state.ts";

/** An import that a proprietary module has to do with. */
export interface OfProprietary {
  readonly symbol: string;
  readonly symbolIndex: number;
  /** The proprietary module. */
  readonly owner: string;
  readonly kind: /** It is the first of that module, and makes this one proprietary. */
    | "inherits"
    /** It comes from there after a GPL-only symbol was used. */
    | "mixed"
    /** It is GPL-only, and this module has become proprietary. */
    | "hidden";
}

interface Importer {
  readonly imports: Imports;
  readonly license: string | undefined;
  readonly thisModule: { readonly name?: string } | undefined;
}

/**
 * resolve_symbol() and inherit_taint() in kernel/module/main.c, import by import: what was used before decides. Weak
 * symbols are left out: the kernel leaves them 0.
 */
export function ofProprietary(
  exports: ExportTable,
  { imports, license, thisModule }: Importer,
  loaded: readonly LoadedModule[],
): readonly OfProprietary[] {
  // One that is proprietary itself has nothing to inherit, and sees no GPL-only symbol anyway.
  if (isProprietary(license, thisModule?.name)) return [];
  const proprietary = new Set(
    loaded.filter(({ taints = "" }) => taints.includes("P")).map(({ name }) => name),
  );
  const found: OfProprietary[] = [];
  let usesGplOnly = false;
  let from: string | undefined;
  for (let row = 0; row < imports.names.count; row += 1) {
    const symbol = nameOf(imports.names, row);
    const exported = imports.weak[row] === 1 ? undefined : findExport(exports, symbol);
    if (!exported) continue;
    const where = { symbol, symbolIndex: imports.symbolIndex[row] ?? 0 };
    if (exported.gplOnly && from !== undefined) {
      found.push({ ...where, owner: from, kind: "hidden" });
      continue;
    }
    usesGplOnly ||= exported.gplOnly;
    const owner = moduleNameOf(exported.owner);
    if (!proprietary.has(owner)) continue;
    if (usesGplOnly) found.push({ ...where, owner, kind: "mixed" });
    else if (from === undefined) {
      found.push({ ...where, owner, kind: "inherits" });
      from = owner;
    }
  }
  return found;
}
