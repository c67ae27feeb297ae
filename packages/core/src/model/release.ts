/**
 * Whether a kernel of this release is `major.minor` or later.
 *
 * The last resort: distributions backport, so ask for the thing (a configuration symbol, a section, a string of the
 * image) wherever it can be seen. `false` for a release that does not start with two numbers.
 */
export function hasReached(release: string, major: number, minor: number): boolean {
  const found = /^(\d+)\.(\d+)/.exec(release);
  if (!found) return false;
  const [, a, b] = found.map(Number);
  return a !== undefined && b !== undefined && (a > major || (a === major && b >= minor));
}
