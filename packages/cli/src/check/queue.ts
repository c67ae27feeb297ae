import { threadArena, unpackedAhead, useNodeDecoders, xzProgram } from "@kofit/core/node";
import { type Bench, type Judged, judgeFile } from "./judge-file.ts";

/** So many files a thread takes at once: asking for each would be as dear as some verdicts. */
const BATCH = 16;
/** Of packed ones more: they are unpacked together, by a program that has to be started. */
const PACKED_BATCH = 64;

/** A list of files that several threads work through. `next` is shared between them: the index of the first file nobody has taken. */
export interface Queue {
  readonly files: readonly string[];
  readonly next: SharedArrayBuffer;
  /** Files that a thread takes at once. */
  readonly batch: number;
}

export function queueOf(files: readonly string[]): Queue {
  const batch = files.some((file) => file.endsWith(".xz")) ? PACKED_BATCH : BATCH;
  return { files, next: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT), batch };
}

/**
 * Judges files of the queue until none is left; what this thread took, with its index.
 *
 * @param taken told how many files all threads together have taken
 */
export async function workOff(
  { files, next, batch }: Queue,
  bench: Bench,
  taken: (count: number) => void,
): Promise<(readonly [index: number, judged: Judged])[]> {
  useNodeDecoders();
  const counter = new Int32Array(next);
  const arena = threadArena();
  const xz = xzProgram(arena);
  const done: [number, Judged][] = [];
  try {
    for (;;) {
      const first = Atomics.add(counter, 0, batch);
      if (first >= files.length) return done;
      taken(first);
      let index = first;
      for await (const { file, content } of unpackedAhead(files.slice(first, first + batch), xz)) {
        done.push([index, await judgeFile(file, bench, [], arena, { content })]);
        index += 1;
      }
    }
  } finally {
    xz.close();
  }
}
