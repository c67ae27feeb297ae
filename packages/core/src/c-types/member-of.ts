import { nameAt } from "../model/names.ts";
import { tableKind, type TypeTable } from "../model/type-table.ts";

/** The member, or parameter, of `id` that has the type `part`; `""` for one without a name, and where there is none. */
export function memberOf(table: TypeTable, id: number, part: number): string {
  const { kinds, partsAt, partTypes, partNames, strings } = table;
  const is = kinds[id];
  if (is !== tableKind.struct && is !== tableKind.union && is !== tableKind.prototype) return "";
  for (let at = partsAt[id] ?? 0; at < (partsAt[id + 1] ?? 0); at += 1) {
    if (partTypes[at] === part) return nameAt(strings, partNames[at] ?? 0);
  }
  return "";
}
