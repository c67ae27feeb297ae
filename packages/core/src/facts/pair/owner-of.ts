import { type ExportTable, findExport } from "../../model/exports.ts";
import type { Fact } from "../../model/fact.ts";

/** Who exports `symbol`, as far as that is known. */
export function ownerOf(exports: Fact<ExportTable>, symbol: string): { owner?: string } {
  const found = exports.known ? findExport(exports.value, symbol) : undefined;
  return found ? { owner: found.owner } : {};
}
