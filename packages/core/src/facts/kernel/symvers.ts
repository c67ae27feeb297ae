import { parseModuleSymvers } from "../../formats/module-symvers/module-symvers.ts";
import { parseModulesDep } from "../../formats/modules-files/modules-dep.ts";
import { readAll } from "../../io/byte-source.ts";
import type { ExportTable } from "../../model/exports.ts";
import { moduleNameOf } from "../../model/module-name.ts";
import { MAX_INDEX, MAX_SYMVERS } from "../../sources/common/limits.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { once } from "./once.ts";

/** A `Module.symvers`. */
export interface Symvers {
  readonly name: string;
  readonly table: ExportTable;
  /** A module of this kernel that exports something, and nothing of it is in the table; absent when there is none. */
  readonly lacking?: string;
}

/** The one that was given; `undefined` when none was. @throws {FormatError} if it is damaged. */
export const symversOf: (artifacts: Artifacts) => Promise<Symvers | undefined> = once(async (artifacts) => {
  const { symvers } = artifacts;
  if (!symvers) return undefined;
  const table = parseModuleSymvers(await readAll(symvers, MAX_SYMVERS), symvers.name);
  const lacking = await lackingOwner(artifacts, table);
  return { name: symvers.name, table, ...(lacking !== undefined && { lacking }) };
});

/**
 * `modules.dep` names the modules that others depend on. Building the image alone, or somebody else's modules, leaves
 * a `Module.symvers` behind that lacks some.
 */
async function lackingOwner({ indexes }: Artifacts, table: ExportTable): Promise<string | undefined> {
  const dep = indexes?.["modules.dep"];
  if (!dep) return undefined;
  const owners = new Set(table.owners.map(moduleNameOf));
  for (const [path, needed] of parseModulesDep(await readAll(dep, MAX_INDEX), dep.name)) {
    if (!path.startsWith("kernel/")) continue;
    const lacking = needed.find((other) => other.startsWith("kernel/") && !owners.has(moduleNameOf(other)));
    if (lacking !== undefined) return lacking;
  }
  return undefined;
}
