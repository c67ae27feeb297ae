import { type BigIntStats, lstatSync, statSync } from "node:fs";
import { codeOf } from "./system-error.ts";
import type { Witness } from "./directory-tree.ts";

/** What an answer was made from: how each path looked before it was read. Plain data. */
export type Dependencies = readonly (readonly [path: string, look: string])[];

const ABSENT = "";

/**
 * Size, times, inode and device: a file that was written to, replaced, or, of a directory, gained or lost an entry,
 * looks different. The time of the last status change tells even where the other time was set back (`tar`, `cp -p`).
 */
function identity({ size, mtimeNs, ctimeNs, ino, dev }: BigIntStats): string {
  return `${size}:${mtimeNs}:${ctimeNs}:${ino}:${dev}`;
}

/** A link is looked at itself and through: both may change where it leads. */
function statsOf(path: string): BigIntStats[] {
  const own = lstatSync(path, { bigint: true });
  return own.isSymbolicLink() ? [own, statSync(path, { bigint: true })] : [own];
}

function look(path: string, note: (stats: BigIntStats) => void = () => {}): string {
  try {
    const stats = statsOf(path);
    stats.forEach(note);
    return stats.map(identity).join(" ");
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return ABSENT;
  }
}

/** Whether everything still looks as it did. */
export function unchanged(dependencies: Dependencies): boolean {
  return dependencies.every(([path, seen]) => look(path) === seen);
}

/** Notes how paths look when they are first asked for. */
export interface Recorder {
  readonly witness: Witness;
  /**
   * What was noted; `undefined` when it would not hold: a file that changed just before it was looked at may change
   * again without looking different, as clocks of file systems tick every 4 to 10 ms.
   */
  dependencies(): Dependencies | undefined;
}

/** Milliseconds. */
const TOO_FRESH = 50;

export function recorder(): Recorder {
  const noted = new Map<string, string>();
  let fresh = false;
  const noteAge = ({ mtimeMs }: BigIntStats): void => {
    fresh ||= Math.abs(Date.now() - Number(mtimeMs)) < TOO_FRESH;
  };
  return {
    witness(path) {
      if (!noted.has(path)) noted.set(path, look(path, noteAge));
    },
    dependencies: () => (fresh ? undefined : [...noted]),
  };
}
