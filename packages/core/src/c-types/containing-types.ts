import { tableKind as kind, type TypeTable } from "../model/type-table.ts";

/** Which types have a part of which type, backwards: from a type to those that it is in. */
export interface Containers {
  /** By type id, and one more: its containers are those from here to where the next one's start. */
  readonly from: Uint32Array;
  readonly ids: Uint32Array;
}

/** Ways from types to the nearest of those that were looked for. */
export interface Ways {
  /** By type id: 0 when it leads to none, else the next type on the way, plus one; its own id plus one at the end. */
  readonly towards: Uint32Array;
  /** By type id: where the way ends. */
  readonly ends: Uint32Array;
}

/** Through which references one type counts as part of another. */
export type Through =
  /** Members and elements: what takes part in size and layout. */
  | "value"
  /** Pointers, parameters and results as well: whatever code that has the one can get at. */
  | "any";

function hasTarget(is: number, through: Through): boolean {
  if (is === kind.pointer || is === kind.prototype || is === kind.function) return through === "any";
  return is === kind.array || (is >= kind.typedef && is <= kind.tag);
}

const hasTypedParts = (is: number, through: Through): boolean =>
  is === kind.struct || is === kind.union || (is === kind.prototype && through === "any");

/** Calls `use` with every type that `id` refers to. */
function eachPart(table: TypeTable, id: number, through: Through, use: (part: number) => void): void {
  const is = table.kinds[id] ?? 0;
  if (hasTarget(is, through)) use(table.targets[id] ?? 0);
  if (!hasTypedParts(is, through)) return;
  const end = table.partsAt[id + 1] ?? 0;
  for (let part = table.partsAt[id] ?? 0; part < end; part += 1) use(table.partTypes[part] ?? 0);
}

/** The references of all types, turned around. */
export function containersOf(table: TypeTable, through: Through): Containers {
  const count = table.kinds.length;
  const from = new Uint32Array(count + 1);
  const add = (part: number): void => {
    from[part + 1] = (from[part + 1] ?? 0) + 1;
  };
  for (let id = 1; id < count; id += 1) eachPart(table, id, through, add);
  for (let id = 0; id < count; id += 1) from[id + 1] = (from[id + 1] ?? 0) + (from[id] ?? 0);
  const ids = new Uint32Array(from[count] ?? 0);
  const next = from.slice();
  let container = 1;
  const place = (part: number): void => {
    const at = next[part] ?? 0;
    ids[at] = container;
    next[part] = at + 1;
  };
  for (; container < count; container += 1) eachPart(table, container, through, place);
  return { from, ids };
}

/** The shortest way from every type to one of `ends`, breadth first: each reference is looked at once. */
export function waysTo({ from, ids }: Containers, ends: readonly number[]): Ways {
  const towards = new Uint32Array(from.length - 1);
  const found = new Uint32Array(from.length - 1);
  const queue = new Uint32Array(from.length - 1);
  let length = 0;
  const visit = (id: number, next: number, end: number): void => {
    if (id === 0 || towards[id] !== 0) return;
    towards[id] = next + 1;
    found[id] = end;
    queue[length] = id;
    length += 1;
  };
  for (const end of ends) visit(end, end, end);
  for (let at = 0; at < length; at += 1) {
    const id = queue[at] ?? 0;
    const last = from[id + 1] ?? 0;
    for (let i = from[id] ?? 0; i < last; i += 1) visit(ids[i] ?? 0, id, found[id] ?? 0);
  }
  return { towards, ends: found };
}

/** Which types have one of `parts` in them, as a part of whatever depth. */
export function holding({ from, ids }: Containers, parts: readonly number[]): Uint8Array {
  const held = new Uint8Array(from.length - 1);
  const queue = [...parts];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const last = from[id + 1] ?? 0;
    for (let i = from[id] ?? 0; i < last; i += 1) {
      const container = ids[i] ?? 0;
      if (held[container] === 1) continue;
      held[container] = 1;
      queue.push(container);
    }
  }
  return held;
}
