import type { ByteSource } from "../src/io/byte-source.ts";
import { type Packed, packedSize, type XzProgram } from "./xz-program.ts";

/** A file to be read. */
export interface Ahead {
  readonly file: string;
  /** What it holds, unpacked; valid until the next file is asked for. Absent: it is to be opened, and maybe unpacked. */
  readonly content?: ByteSource | undefined;
}

/** Unpacked at once, in bytes: it is held in memory. What is larger by itself is not unpacked ahead. */
const MAX_AT_ONCE = 32 << 20;
/** With less to unpack, in bytes, the program is not started: it is done in the time that this takes. */
const WORTH_IT = 1 << 20;

/**
 * The files in their order, those that are `.xz` unpacked by the program, many at once.
 *
 * @param atOnce how much, in bytes, unpacked
 */
export async function* unpackedAhead(
  files: readonly string[],
  xz: XzProgram,
  atOnce = MAX_AT_ONCE,
): AsyncGenerator<Ahead> {
  for (const { run, packed } of await runsOf(files, atOnce)) {
    const total = packed.reduce((sum, { size }) => sum + size, 0);
    const contents = total < WORTH_IT ? undefined : xz.unpack(packed);
    const contentOf = new Map(packed.map(({ file }, i) => [file, contents?.[i]]));
    for (const file of run) yield { file, content: contentOf.get(file) };
  }
}

/** Files in their order. */
interface Run {
  readonly run: string[];
  /** Those of them that are to be unpacked; so much together as is unpacked at once, at most. */
  readonly packed: Packed[];
}

async function runsOf(files: readonly string[], atOnce: number): Promise<Run[]> {
  const runs: Run[] = [];
  let left = 0;
  for (const file of files) {
    const size = file.endsWith(".xz") ? await packedSize(file) : undefined;
    const fits = size !== undefined && size <= atOnce;
    let last = runs.at(-1);
    if (!last || (fits && size > left)) {
      last = { run: [], packed: [] };
      runs.push(last);
      left = atOnce;
    }
    last.run.push(file);
    if (!fits) continue;
    last.packed.push({ file, size });
    left -= size;
  }
  return runs;
}
