import {
  InputError,
  type KernelFacts,
  known,
  type Origin,
  type Target,
  targetOf,
  type Verdict,
} from "@kofit/core";
import { threadArena, useNodeDecoders } from "@kofit/core/node";
import { moduleFlags, type ModuleRecord } from "@kofit/matrix";
import { join } from "node:path";
import { judgeFile } from "../check/judge-file.ts";
import { loadedModule } from "../check/loaded-module.ts";

const GUEST: Origin = { input: "/proc/sys/kernel/tainted" };

/** How a module is loaded. */
type Loaded = Pick<ModuleRecord, "file" | "via" | "flags" | "params" | "before">;

/**
 * Answers with kofit's verdict on a module that is loaded as its record says.
 *
 * @param taints bits of `/proc/sys/kernel/tainted` before it is loaded; `null` where nobody tells
 */
export type RecordJudge = (record: Loaded, taints: number | null) => Promise<Verdict>;

/** Letters of the bits, Documentation/admin-guide/tainted-kernels.rst. */
const LETTERS = "PFSRMBUDAWCIOELKXTN";

const lettersOf = (bits: number): string =>
  Array.from(LETTERS)
    .filter((_, bit) => (bits & (1 << bit)) !== 0)
    .join("");

/**
 * Judges the modules of a directory, each for a kernel with nothing loaded but what goes before it.
 *
 * @throws {InputError} from the judge, if a file cannot be opened.
 */
export function recordJudge(kernel: KernelFacts, directory: string, commandLine = ""): RecordJudge {
  useNodeDecoders();
  // Most are loaded in the same way, and what a kernel exports then is a table of 25,000 names.
  const targets = new Map<string, Promise<Target>>();
  return async (record, taints) => {
    const { via, flags, params, before } = record;
    const key = JSON.stringify([via, flags, params, before]);
    const target = targets.get(key) ?? targetFor(kernel, directory, record, commandLine);
    targets.set(key, target);
    const { state, ...rest } = await target;
    const letters = taints === null ? undefined : lettersOf(taints);
    const now = { ...rest, state: { ...state, taints: known(letters, GUEST) } };
    const judged = await judgeFile(join(directory, record.file), now, [], threadArena());
    if (!judged.module) throw new InputError(judged.trouble ?? { en: record.file, zh: record.file });
    return judged.module.verdict;
  };
}

async function targetFor(
  kernel: KernelFacts,
  directory: string,
  { via, flags, params, before }: Loaded,
  commandLine: string,
): Promise<Target> {
  const loaded = [];
  for (const one of before) loaded.push(await loadedModule(join(directory, one)));
  return targetOf(kernel, {
    via,
    commandLine,
    loaded,
    ...(params !== "" && { parameters: params }),
    compressedFlag: (flags & moduleFlags.compressedFile) !== 0,
    forceVermagic: (flags & moduleFlags.ignoreVermagic) !== 0,
    forceModversion: (flags & moduleFlags.ignoreModversions) !== 0,
  });
}
