import { threadArena, useNodeDecoders } from "@kofit/core/node";
import { type Bench, type Judged, judgeFile } from "./judge-file.ts";

/** So many files a thread takes at once: asking for each would be as dear as some verdicts. */
const BATCH = 16;

/** A list of files that several threads work through. `next` is shared between them: the index of the first file nobody has taken. */
export interface Queue {
  readonly files: readonly string[];
  readonly next: SharedArrayBuffer;
}

export function queueOf(files: readonly string[]): Queue {
  return { files, next: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) };
}

/**
 * Judges files of the queue until none is left; what this thread took, with its index.
 *
 * @param taken told how many files all threads together have taken
 */
export async function workOff(
  { files, next }: Queue,
  bench: Bench,
  taken: (count: number) => void,
): Promise<(readonly [index: number, judged: Judged])[]> {
  useNodeDecoders();
  const counter = new Int32Array(next);
  const arena = threadArena();
  const done: [number, Judged][] = [];
  for (;;) {
    const first = Atomics.add(counter, 0, BATCH);
    if (first >= files.length) return done;
    taken(first);
    for (const [i, file] of files.slice(first, first + BATCH).entries()) {
      done.push([first + i, await judgeFile(file, bench, [], arena)]);
    }
  }
}
