/** Names offered to a person who mistyped one. */
const MAX_NEAR = 4;
/** A name at more edits than this part of its length is another name. */
const MAX_SHARE = 0.34;

/** The names nearest to `name` by Levenshtein distance, nearest first; none when nothing is near. */
export function nearNames(name: string, names: readonly string[]): string[] {
  const limit = Math.floor(name.length * MAX_SHARE);
  return names
    .filter((other) => Math.abs(other.length - name.length) <= limit)
    .map((other) => ({ other, distance: editDistance(name, other) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.other < b.other ? -1 : 1))
    .slice(0, MAX_NEAR)
    .map(({ other }) => other);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replace = (row[j] ?? 0) + Number(a[i] !== b[j]);
      next.push(Math.min(replace, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
