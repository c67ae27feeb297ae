import { type Export, type ExportTable, exportAt } from "../../model/exports.ts";
import type { Imports, Modversions } from "../../model/module.ts";
import { nameOf } from "../../model/names.ts";
import type { Resolution, Unresolved } from "../../model/pair.ts";
import { type Companion, offered } from "./companions.ts";
import { companionRows } from "./companion-rows.ts";
import type { Lookups } from "./lookups.ts";
import { similarNames } from "./similar-names.ts";

/** What of a module decides how its imports resolve. */
export interface Importer {
  readonly imports: Imports;
  readonly versions: Modversions | undefined;
  /** Whether GPL-only symbols are hidden from it. */
  readonly proprietary: boolean;
  readonly namespaces: ReadonlySet<string>;
  /** Modules that are judged together with this one and loaded before it. */
  readonly companions: readonly Companion[];
}

/** Suggestions cost a walk over all exports; a module that misses more than this was built for another kernel. */
const MAX_SUGGESTED = 8;

type Collected = { [K in keyof Resolution]: Resolution[K][number][] };

/** simplify_symbols() and resolve_symbol() in kernel/module/main.c: lookup, GPL filter, CRC, namespace. */
export function resolution(lookups: Lookups, importer: Importer, exports: ExportTable): Resolution {
  const { names, weak } = importer.imports;
  const found: Collected = {
    unknown: [],
    weakAbsent: [],
    gplOnly: [],
    namespaceNotImported: [],
    withoutCrc: [],
    fromCompanions: [],
    providers: providers(lookups, exports),
  };
  const unusual = unusualIn(lookups, importer, exports);
  for (let row = 0; row < names.count; row += 1) {
    const exported = lookups.exportRow[row] ?? -1;
    if (exported >= 0 && !unusual(row, exported)) continue;
    if (exported < 0 && weak[row] === 1) weakUnresolved(found, importer, row);
    else if (exported < 0) unresolved(found, importer, row, exports);
    else judge(found, importer, row, exportAt(exports, exported), lookups);
  }
  if (importer.versions?.layout === "basic") {
    const rows = companionRows(lookups, importer.imports, importer.versions, importer.companions);
    for (const { row, moduleCrc } of rows)
      if (moduleCrc === undefined) found.withoutCrc.push(at(importer.imports, row));
  }
  return found;
}

/** Names of the modules that the imports come from. */
function providers({ exportRow }: Lookups, { owners, ownerIndex }: ExportTable): string[] {
  // A handful of owners for all imports: an array is searched sooner than a set is made.
  const indexes: number[] = [];
  for (let row = 0; row < exportRow.length; row += 1) {
    const owner = ownerIndex[exportRow[row] ?? -1];
    if (owner !== undefined && !indexes.includes(owner)) indexes.push(owner);
  }
  return indexes.map((index) => owners[index] ?? "").filter((owner) => owner !== "vmlinux");
}

/** Tells the few imports that deserve a closer look, without building an object for the others. */
function unusualIn(
  { versionRow }: Lookups,
  { versions, proprietary }: Importer,
  { gplOnly, crcs, namespaceIndex }: ExportTable,
): (row: number, exported: number) => boolean {
  const basic = versions?.layout === "basic";
  return (row, exported) =>
    namespaceIndex[exported] !== 0 ||
    (proprietary && gplOnly[exported] === 1) ||
    (basic && versionRow[row] === -1 && crcs[exported] !== 0);
}

const at = ({ names, symbolIndex }: Imports, row: number): Unresolved => ({
  symbol: nameOf(names, row),
  symbolIndex: symbolIndex[row] ?? 0,
});

/** An import that is found, but something is unusual about it. */
function judge(
  found: Collected,
  { imports, versions, proprietary, namespaces }: Importer,
  row: number,
  { crc, gplOnly, namespace, owner }: Export,
  { versionRow }: Lookups,
): void {
  const where = at(imports, row);
  if (gplOnly && proprietary) {
    // GPL-only exports are invisible to a proprietary module; weak ones stay 0. find_symbol() in kernel/module/main.c
    if (imports.weak[row] === 1) found.weakAbsent.push(where);
    else found.gplOnly.push({ ...where, owner });
    return;
  }
  if (versions?.layout === "basic" && versionRow[row] === -1 && crc !== 0) found.withoutCrc.push(where);
  if (namespace !== undefined && !namespaces.has(namespace)) {
    found.namespaceNotImported.push({ ...where, namespace, owner });
  }
}

/** A weak import that the kernel and its modules do not export. */
function weakUnresolved(found: Collected, importer: Importer, row: number): void {
  const where = at(importer.imports, row);
  if (!offered(importer.companions, where.symbol)) found.weakAbsent.push(where);
}

/** An import that the kernel and its modules do not export. */
function unresolved(found: Collected, importer: Importer, row: number, exports: ExportTable): void {
  const where = at(importer.imports, row);
  const offer = offered(importer.companions, where.symbol);
  if (!offer) {
    const beginning = importer.imports.beginnings?.has(where.symbolIndex) === true;
    const suggests = found.unknown.length < MAX_SUGGESTED && !beginning;
    const similar = suggests ? similarNames(exports.names, where.symbol) : [];
    found.unknown.push({ ...where, similar, ...(beginning && { beginning }) });
  } else if (offer.gplOnly && importer.proprietary) {
    found.gplOnly.push({ ...where, owner: offer.providedBy });
  } else {
    found.fromCompanions.push({ ...where, providedBy: offer.providedBy });
    const { namespace, providedBy: owner } = offer;
    if (namespace !== undefined && !importer.namespaces.has(namespace)) {
      found.namespaceNotImported.push({ ...where, namespace, owner });
    }
  }
}
