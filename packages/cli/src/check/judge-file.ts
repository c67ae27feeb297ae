import {
  analyse,
  type ByteSource,
  type CheckedModule,
  type CheckId,
  type Companion,
  InputError,
  type Target,
  type Text,
} from "@kofit/core";
import { type FileSource, fileSource, type ReadArena } from "@kofit/core/node";
import { type Look, typesOfModule, type WhoseTypes } from "./own-types.ts";
import { isUnpackedByTool, readModule } from "./read-module.ts";

/** What modules are judged by. Plain data: it is sent to threads. */
export interface Bench extends Target {
  /** The checks to make; all when absent. */
  readonly only?: ReadonlySet<CheckId> | undefined;
}

/** What came of one file. Plain data. */
export interface Judged {
  /** Absent when the file could not be opened at all. */
  readonly module?: CheckedModule;
  /** The file cannot be judged, or is no whole module. */
  readonly trouble?: Text;
  /** It has something to offer to modules that are judged together with it; {@link companionOf} tells what. */
  readonly exports?: true;
  /** Whose types it has, see {@link typesOfModule}; absent when none. */
  readonly types?: WhoseTypes;
}

/** How a file is judged beyond what is usual. */
export interface Judging {
  /** What the file holds, where it is unpacked already. */
  readonly content?: ByteSource | undefined;
  /** Looks at its types, too. */
  readonly look?: Look;
}

/**
 * The verdict on one file.
 *
 * @param companions modules that would be loaded before it
 * @param arena memory for what is read of the file; given back when the verdict is there
 */
export async function judgeFile(
  file: string,
  bench: Bench,
  companions: readonly Companion[],
  arena: ReadArena,
  { content, look }: Judging = {},
): Promise<Judged> {
  const { kernel, state, only } = bench;
  const unpacked = isUnpackedByTool(state) ? content : undefined;
  const judged = await withFile(unpacked ?? file, arena, async (source): Promise<Judged> => {
    const { facts: read, damage } = await readModule(source, bench, unpacked !== undefined);
    const facts = look && read.elf.known ? { ...read, ...(await look(source, read)) } : read;
    const verdict = analyse(kernel, facts, companions, only, state);
    const { name, exports } = facts;
    return {
      module: { file, name: (name.known && name.value) || null, verdict, ...(damage && { damaged: true }) },
      ...(damage && { trouble: damage }),
      ...(exports.known && exports.value.length > 0 && { exports: true }),
      ...typesOfModule(facts),
    };
  });
  return judged instanceof InputError ? { trouble: judged.text } : judged;
}

/**
 * What a module that was judged offers to the others. Read once more when one of them lacks a symbol: 4,000 modules that
 * lack nothing would send 14,000 exports from thread to thread. `undefined` when the file cannot be opened any more.
 *
 * @param arena as in {@link judgeFile}
 */
export async function companionOf(
  file: string,
  bench: Bench,
  arena: ReadArena,
): Promise<Companion | undefined> {
  const companion = await withFile(file, arena, async (source): Promise<Companion> => {
    const { name, exports } = (await readModule(source, bench, false)).facts;
    return { name, exports };
  });
  return companion instanceof InputError ? undefined : companion;
}

/** What `use` makes of the open file, or of its content; the error when it cannot be opened. */
async function withFile<T>(
  file: string | ByteSource,
  arena: ReadArena,
  use: (source: ByteSource) => Promise<T>,
): Promise<T | InputError> {
  let source: ByteSource & Partial<FileSource>;
  try {
    source = typeof file === "string" ? fileSource(file, arena) : file;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error;
  }
  try {
    return await use(source);
  } finally {
    source.close?.();
    arena.reset();
  }
}
