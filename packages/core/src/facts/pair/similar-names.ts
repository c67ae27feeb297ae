import { nameOf, type NameTable } from "../../model/names.ts";

/** Edits that still make a name "similar". */
const MAX_DISTANCE = 2;
/** Shorter names are similar to too many others. */
const MIN_LENGTH = 5;
const MAX_LENGTH = 128;
const MAX_SIMILAR = 3;

/** Names of `table` that differ from `name` by leading underscores or by at most two edits, nearest first. */
export function similarNames(table: NameTable, name: string): readonly string[] {
  if (name.length < MIN_LENGTH || name.length > MAX_LENGTH) return [];
  const bare = name.replace(/^_+/, "");
  const found: { readonly name: string; readonly distance: number }[] = [];
  for (let row = 0; row < table.count; row += 1) {
    // The length decides for most, without a string.
    const length = (table.at[row + 1] ?? table.bytes.length) - (table.at[row] ?? 0) - 1;
    if (Math.abs(length - name.length) > MAX_DISTANCE) continue;
    const other = nameOf(table, row);
    const distance = other.replace(/^_+/, "") === bare ? 0 : editDistance(name, other);
    if (distance <= MAX_DISTANCE) found.push({ name: other, distance });
  }
  return found
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MAX_SIMILAR)
    .map((similar) => similar.name);
}

/** Levenshtein distance, given up (as Infinity) as soon as it must exceed {@link MAX_DISTANCE}. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      const value = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + cost,
      );
      current.push(value);
      least = Math.min(least, value);
    }
    if (least > MAX_DISTANCE) return Infinity;
    previous = current;
  }
  return previous[b.length] ?? Infinity;
}
