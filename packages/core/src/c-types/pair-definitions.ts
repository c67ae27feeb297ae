import type { NamedKind } from "../model/c-type.ts";
import { findName, type NameTable, nameTable } from "../model/names.ts";
import { tableKind, type TypeTable } from "../model/type-table.ts";
import { type CompareShapes, shape } from "./compare-shapes.ts";

/** Definitions put beside each other, by id in the first program. */
export interface Pairs {
  /** The id in the second program; 0 for what has no partner. */
  readonly partner: Uint32Array;
  /** What of their shapes differs: a sum of `shape`. */
  readonly found: Uint8Array;
}

/** Definitions of one kind whose name only one program has, by id there. */
export interface Unpaired {
  readonly removed: readonly number[];
  readonly added: readonly number[];
}

/** Definitions of one name that are tried against each other; C's scopes make two or three. The rest go by their order. */
const MAX_TRIED = 32;

/** The definitions of one kind that have a name, by row in the order of the program. */
export interface ByName {
  readonly ids: Uint32Array;
  readonly table: NameTable;
  /** By row: the next row of the same name, plus one; 0 behind the last. */
  readonly next: Uint32Array;
  /** By row: the first row of its name. */
  readonly first: Uint32Array;
}

/**
 * Pairs definitions of one name. Of several, as C's scopes have them, those that are the same belong together, and what is
 * left is paired by order; what one program has more often than the other is no difference, for the name is in both.
 */
export function pairDefinitions(
  a: TypeTable,
  b: TypeTable,
  kind: NamedKind,
  compare: CompareShapes,
  pairs: Pairs,
): Unpaired {
  const mine = byName(a, kind);
  const theirs = byName(b, kind);
  const removed: number[] = [];
  const isMet = new Uint8Array(theirs.ids.length);
  for (let row = 0; row < mine.ids.length; row += 1) {
    if (mine.first[row] !== row) continue;
    const id = mine.ids[row] ?? 0;
    const other = findName(theirs.table, a.strings, a.names[id] ?? 0);
    if (other < 0) {
      removed.push(id);
      continue;
    }
    isMet[other] = 1;
    if (mine.next[row] === 0 && theirs.next[other] === 0) {
      put(pairs, id, theirs.ids[other] ?? 0, compare);
    } else pairGroup(group(mine, row), group(theirs, other), compare, pairs);
  }
  const isAlone = (_: number, row: number): boolean => theirs.first[row] === row && isMet[row] === 0;
  return { removed, added: Array.from(theirs.ids.filter(isAlone)) };
}

export function byName({ kinds, names, strings }: TypeTable, kind: NamedKind): ByName {
  const wanted = tableKind[kind];
  const all = new Uint32Array(kinds.length);
  let count = 0;
  for (let id = 1; id < kinds.length; id += 1) {
    if (kinds[id] === wanted && names[id] !== 0) all[count++] = id;
  }
  const ids = all.slice(0, count);
  const at = new Uint32Array(count);
  for (let row = 0; row < count; row += 1) at[row] = names[ids[row] ?? 0] ?? 0;
  const first = new Uint32Array(count);
  const table = nameTable({ count, bytes: strings, at }, first);
  const next = new Uint32Array(count);
  const last = new Uint32Array(count);
  for (let row = 0; row < count; row += 1) {
    const head = first[row] ?? 0;
    if (head !== row) next[last[head] ?? 0] = row + 1;
    last[head] = row;
  }
  return { ids, table, next, first };
}

/** The definitions that have the name of row `first`, in their order. */
export function group({ ids, next }: ByName, first: number): number[] {
  const found: number[] = [];
  for (let row = first + 1; row !== 0; row = next[row - 1] ?? 0) found.push(ids[row - 1] ?? 0);
  return found;
}

function pairGroup(
  ids: readonly number[],
  others: readonly number[],
  compare: CompareShapes,
  pairs: Pairs,
): void {
  const isFew = ids.length <= MAX_TRIED && others.length <= MAX_TRIED;
  const left = new Set(ids);
  const leftOthers = new Set(others);
  for (const one of isFew ? ids : []) {
    for (const two of others) {
      if (compare(one, two) !== shape.same) continue;
      if (left.delete(one)) pairs.partner[one] = two;
      leftOthers.delete(two);
    }
  }
  const rest = [...leftOthers];
  for (const [i, one] of [...left].entries()) {
    const two = rest[i];
    if (two !== undefined) put(pairs, one, two, compare);
  }
}

function put({ partner, found }: Pairs, one: number, other: number, compare: CompareShapes): void {
  partner[one] = other;
  found[one] = compare(one, other);
}
