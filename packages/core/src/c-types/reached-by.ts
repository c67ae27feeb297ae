import type { CTypes } from "../model/c-type.ts";
import { nameAt } from "../model/names.ts";
import type { ReachedType } from "../model/reached-type.ts";
import { tableKind, type TypeTable } from "../model/type-table.ts";
import { containersOf, type Ways, waysTo } from "./containing-types.ts";
import { functionsOf } from "./functions-of.ts";
import { memberOf } from "./member-of.ts";

/** Steps of a way that are told. */
const MAX_WAY = 64;

/**
 * Which of the structs `wanted` code can get at from the parameters and results of `functions`, by pointers too, and the shortest
 * way to each. Empty where the reader does not give all types of the program.
 *
 * @throws {FormatError} if types are damaged.
 */
export function reachedBy(
  types: CTypes,
  functions: readonly string[],
  wanted: readonly string[],
): readonly ReachedType[] {
  if (wanted.length === 0) return [];
  const all = functionsOf(types);
  const starts = functions.flatMap((by) => {
    const id = all.get(by);
    return id === undefined ? [] : [[by, id] as const];
  });
  return wanted.flatMap((type) => {
    const leading = leadingTo(types, type);
    if (!leading) return [];
    const { table, ways } = leading;
    const found = starts.flatMap(([by, id]) => {
      const path = pathOf(table, ways, id);
      return path ? [{ by, ...path }] : [];
    });
    const [first] = found.toSorted((a, b) => a.steps - b.steps);
    return first ? [{ type, by: first.by, path: first.path }] : [];
  });
}

/** What leads where, which is worked out once for all modules. */
interface Leading {
  readonly table: TypeTable;
  readonly ways: Ways;
}

const kept = new WeakMap<CTypes, { readonly table: TypeTable; readonly byType: Map<string, Ways> }>();

/** `undefined` where the reader does not give all types. */
function leadingTo(types: CTypes, type: string): Leading | undefined {
  const before = kept.get(types);
  const table = before?.table ?? types.table?.();
  if (!table) return undefined;
  const byType = before?.byType ?? new Map<string, Ways>();
  kept.set(types, { table, byType });
  const ways = byType.get(type) ?? waysTo(containersOf(table, "any"), structsNamed(table, type));
  byType.set(type, ways);
  return { table, ways };
}

function structsNamed({ kinds, names, strings }: TypeTable, wanted: string): readonly number[] {
  const found: number[] = [];
  for (let id = 1; id < kinds.length; id += 1) {
    if (kinds[id] === tableKind.struct && nameAt(strings, names[id] ?? 0) === wanted) found.push(id);
  }
  return found;
}

/** `undefined` when there is no way. */
function pathOf(
  table: TypeTable,
  { towards, ends }: Ways,
  id: number,
): { path: string[]; steps: number } | undefined {
  if (towards[id] === 0) return undefined;
  const path: string[] = [];
  let at = id;
  let steps = 0;
  for (; at !== ends[id] && steps < MAX_WAY; steps += 1) {
    const next = (towards[at] ?? 1) - 1;
    const member = memberOf(table, at, next);
    if (member !== "") path.push(member);
    at = next;
  }
  return { path, steps };
}
