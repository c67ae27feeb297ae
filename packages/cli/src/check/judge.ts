import {
  analyse,
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
import { type FileSource, fileSource } from "@kofit/core/node";
import { damageOf } from "./damage.ts";
import { unreadModule } from "./unread.ts";

/** Largest module that is unpacked: with debug information, the largest of today have 400 MB. */
const MAX_MODULE = 1 << 30;

/** What happens while modules are judged. */
export interface Observer {
  /** Before each module: how many are done. */
  done(count: number): void;
  /** A file that cannot be judged, or is no whole module. */
  trouble(line: Text): void;
}

interface Read {
  readonly file: string;
  readonly facts: ModuleFacts;
  readonly damaged: boolean;
}

/**
 * A verdict for each file. Modules that are given together may export what another imports: where a symbol is missing,
 * the others are asked for it.
 */
export async function judge(
  files: readonly string[],
  kernel: KernelFacts,
  only: ReadonlySet<CheckId> | undefined,
  observer: Observer,
): Promise<readonly CheckedModule[]> {
  const modules: CheckedModule[] = [];
  const companions: Companion[] = [];
  const waiting: { readonly index: number; readonly read: Read }[] = [];
  for (const [index, file] of files.entries()) {
    observer.done(index);
    const read = await readModule(file, observer);
    if (!read) continue;
    const module = checked(read, kernel, only, []);
    if (lacksSymbols(module)) waiting.push({ index: modules.length, read });
    const { name, exports } = read.facts;
    if (exports.known && exports.value.length > 0) companions.push({ name, exports });
    modules.push(module);
  }
  if (companions.length > 0) {
    for (const { index, read } of waiting) modules[index] = checked(read, kernel, only, companions);
  }
  return modules;
}

const lacksSymbols = ({ verdict }: CheckedModule): boolean =>
  verdict.findings.some(({ check }) => check === "unknown-symbol");

function checked(
  { file, facts, damaged }: Read,
  kernel: KernelFacts,
  only: ReadonlySet<CheckId> | undefined,
  companions: readonly Companion[],
): CheckedModule {
  return {
    file,
    name: (facts.name.known && facts.name.value) || null,
    verdict: analyse(kernel, facts, companions, only),
    ...(damaged && { damaged: true }),
  };
}

/** `undefined` when the file could not be opened at all. */
async function readModule(file: string, observer: Observer): Promise<Read | undefined> {
  let source: FileSource;
  try {
    source = fileSource(file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    observer.trouble(error.text);
    return undefined;
  }
  try {
    const module = await decompressed(source, MAX_MODULE);
    const facts = await readModuleFacts(module);
    const damage = damageOf(module.name, facts);
    if (damage) observer.trouble(damage);
    return { file, facts, damaged: damage !== undefined };
  } catch (error) {
    // A compressed module that cannot be unpacked: not even its header is known.
    if (!(error instanceof FormatError)) throw error;
    observer.trouble(sameInAll(error.message));
    return { file, facts: unreadModule(sameInAll(error.message)), damaged: true };
  } finally {
    source.close();
  }
}
