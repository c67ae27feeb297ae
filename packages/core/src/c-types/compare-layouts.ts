import type { Layout, LayoutRow } from "./layout.ts";

/** Two layouts of one record, side by side. */
export interface LayoutComparison {
  readonly name: string;
  /** `sizeof` on each side, in bytes. */
  readonly sizes: readonly [a: number, b: number];
  /** In the order of the first, what only the second has behind its predecessor there. */
  readonly rows: readonly ComparedRow[];
}

export interface ComparedRow {
  /** Absent when that side has no such member. */
  readonly a?: LayoutRow;
  readonly b?: LayoutRow;
  readonly change: Change;
}

export type Change =
  | "same"
  /** Only the second side has it. */
  | "added"
  /** Only the first side has it. */
  | "removed"
  /** Both have it, at different offsets. */
  | "moved"
  /** Both have it at the same place, as another type or size. */
  | "retyped";

/** Puts the members of two layouts beside each other, by name; those of anonymous records by the place of these. */
export function compareLayouts(a: Layout, b: Layout): LayoutComparison {
  const [mine, theirs] = [keyed(a), keyed(b)];
  const rows: ComparedRow[] = [];
  const added = addedBehind(mine, theirs);
  const addThose = (key: string): void => {
    for (const row of added.get(key) ?? []) rows.push({ b: row, change: "added" });
  };
  addThose(START);
  for (const [key, row] of mine) {
    const other = theirs.get(key);
    rows.push(other ? { a: row, b: other, change: changeOf(row, other) } : { a: row, change: "removed" });
    addThose(key);
  }
  return { name: a.name, sizes: [a.size, b.size], rows };
}

const START = "";

function changeOf(a: LayoutRow, b: LayoutRow): Change {
  if (a.bitOffset !== b.bitOffset) return "moved";
  return a.declaration === b.declaration && a.bits === b.bits ? "same" : "retyped";
}

/** Rows by name; one without a name by the name that follows in it, for such a record has no other. */
function keyed({ rows }: Layout): ReadonlyMap<string, LayoutRow> {
  const found = new Map<string, LayoutRow>();
  for (const [index, row] of rows.entries()) {
    const named = row.name === "" ? rows.slice(index).find(({ name }) => name !== "") : row;
    const key = `${row.name === "" ? `${row.depth} ` : ""}${named?.name ?? index}`;
    if (!found.has(key)) found.set(key, row);
  }
  return found;
}

/** What only `theirs` has, by the key of the last row before it that both have; {@link START} for the first ones. */
function addedBehind(
  mine: ReadonlyMap<string, LayoutRow>,
  theirs: ReadonlyMap<string, LayoutRow>,
): ReadonlyMap<string, readonly LayoutRow[]> {
  const added = new Map<string, LayoutRow[]>();
  let last = START;
  for (const [key, row] of theirs) {
    if (mine.has(key)) last = key;
    else added.set(last, [...(added.get(last) ?? []), row]);
  }
  return added;
}
