import {
  analyse,
  type ByteSource,
  type CheckedModule,
  type CheckId,
  type Companion,
  decompressed,
  FormatError,
  InputError,
  type KernelFacts,
  type ModuleFacts,
  readModuleFacts,
  sameInAll,
  type Text,
} from "@kofit/core";
import { type FileSource, fileSource, type ReadArena } from "@kofit/core/node";
import { damageOf } from "./damage.ts";
import { unreadModule } from "./unread.ts";

/** Largest module that is unpacked: with debug information, the largest of today have 400 MB. */
const MAX_MODULE = 1 << 30;

/** What modules are judged by. Plain data: it is sent to threads. */
export interface Bench {
  readonly kernel: KernelFacts;
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
}

/**
 * The verdict on one file.
 *
 * @param companions modules that would be loaded before it
 * @param arena memory for what is read of the file; given back when the verdict is there
 * @param content what the file holds, where it is unpacked already
 */
export async function judgeFile(
  file: string,
  { kernel, only }: Bench,
  companions: readonly Companion[],
  arena: ReadArena,
  content?: ByteSource,
): Promise<Judged> {
  const judged = await withFile(content ?? file, arena, async (source): Promise<Judged> => {
    const { facts, damage } = await readModule(source, content !== undefined);
    const verdict = analyse(kernel, facts, companions, only);
    const { name, exports } = facts;
    return {
      module: { file, name: (name.known && name.value) || null, verdict, ...(damage && { damaged: true }) },
      ...(damage && { trouble: damage }),
      ...(exports.known && exports.value.length > 0 && { exports: true }),
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
export async function companionOf(file: string, arena: ReadArena): Promise<Companion | undefined> {
  const companion = await withFile(file, arena, async (source): Promise<Companion> => {
    const { name, exports } = (await readModule(source)).facts;
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

async function readModule(
  source: ByteSource,
  unpacked = false,
): Promise<{ facts: ModuleFacts; damage: Text | undefined }> {
  try {
    const module = unpacked ? source : await decompressed(source, MAX_MODULE);
    const facts = await readModuleFacts(module);
    return { facts, damage: damageOf(module.name, facts) };
  } catch (error) {
    // A compressed module that cannot be unpacked: not even its header is known.
    if (!(error instanceof FormatError)) throw error;
    const damage = sameInAll(error.message);
    return { facts: unreadModule(damage), damage };
  }
}
