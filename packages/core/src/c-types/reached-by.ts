import type { CTypes } from "../model/c-type.ts";
import { nameAt } from "../model/names.ts";
import type { ReachedType } from "../model/reached-type.ts";
import { tableKind, type TypeTable } from "../model/type-table.ts";
import { containersOf, type Ways, waysTo } from "./containing-types.ts";
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
  const table = types.table?.();
  if (!table || wanted.length === 0) return [];
  const containers = containersOf(table, "any");
  const starts = idsOf(table, tableKind.function, new Set(functions));
  return wanted.flatMap((type) => {
    const ends = idsOf(table, tableKind.struct, new Set([type])).map(([, id]) => id);
    const ways = waysTo(containers, ends);
    const all = starts.flatMap(([by, id]) => {
      const path = pathOf(table, ways, id);
      return path ? [{ type, by, ...path }] : [];
    });
    const [first] = all.toSorted((a, b) => a.steps - b.steps);
    return first ? [{ type, by: first.by, path: first.path }] : [];
  });
}

function idsOf(
  { kinds, names, strings }: TypeTable,
  kind: number,
  wanted: ReadonlySet<string>,
): readonly (readonly [name: string, id: number])[] {
  const found: (readonly [string, number])[] = [];
  for (let id = 1; id < kinds.length; id += 1) {
    if (kinds[id] !== kind) continue;
    const name = nameAt(strings, names[id] ?? 0);
    if (wanted.has(name)) found.push([name, id]);
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
