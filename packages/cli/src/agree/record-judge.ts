import { InputError, type KernelFacts, targetOf, type Told, type Verdict } from "@kofit/core";
import { threadArena, useNodeDecoders } from "@kofit/core/node";
import { join } from "node:path";
import { judgeFile } from "../check/judge-file.ts";
import { loadedModule } from "../check/loaded-module.ts";

/** How a module of a directory is loaded; a part of a record of `@kofit/matrix`. */
export interface Loaded {
  readonly file: string;
  readonly via: "finit" | "init" | "modprobe";
  /** Of finit_module(2). */
  readonly flags: number;
  readonly params: string;
  /** Files that are loaded before it, in this order. */
  readonly before: readonly string[];
}

// include/uapi/linux/module.h
const MODULE_INIT_IGNORE_MODVERSIONS = 1;
const MODULE_INIT_IGNORE_VERMAGIC = 2;
const MODULE_INIT_COMPRESSED_FILE = 4;

/**
 * kofit's verdict on a module that is loaded as the record says, into a kernel with nothing loaded but what goes before.
 *
 * @throws {InputError} if the file cannot be opened.
 */
export async function judgeRecord(
  kernel: KernelFacts,
  directory: string,
  { file, via, flags, params, before }: Loaded,
  commandLine = "",
): Promise<Verdict> {
  useNodeDecoders();
  const loaded = [];
  for (const one of before) loaded.push(await loadedModule(join(directory, one)));
  const told: Told = {
    via,
    commandLine,
    loaded,
    ...(params !== "" && { parameters: params }),
    compressedFlag: (flags & MODULE_INIT_COMPRESSED_FILE) !== 0,
    forceVermagic: (flags & MODULE_INIT_IGNORE_VERMAGIC) !== 0,
    forceModversion: (flags & MODULE_INIT_IGNORE_MODVERSIONS) !== 0,
  };
  const judged = await judgeFile(join(directory, file), targetOf(kernel, told), [], threadArena());
  if (!judged.module) throw new InputError(judged.trouble ?? { en: file, zh: file });
  return judged.module.verdict;
}
