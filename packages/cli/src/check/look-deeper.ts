import {
  type CTypes,
  type CheckId,
  type Companion,
  type Fact,
  type KernelFacts,
  readTypesSeen,
} from "@kofit/core";
import { threadArena } from "@kofit/core/node";
import { type Bench, type Judged, judgeFile } from "./judge-file.ts";
import type { Look } from "./own-types.ts";

/** What is read apart, and only for a module that wants it. */
export interface Apart {
  /** All types of the kernel; asked for once. */
  kernelTypes(): Promise<Fact<CTypes>>;
}

/** Findings that say that the module's types are not the kernel's. */
const ofTypes: ReadonlySet<CheckId> = new Set([
  "this-module-size",
  "this-module-size-unchecked",
  "struct-module-layout",
  "relocation-target-in-use",
]);

/** What is refused for another reason is not worth a look at types of which no finding tells. */
const wantsTypes = ({ module, ownTypes }: Judged, { only }: Bench): boolean =>
  module !== undefined &&
  (module.verdict.findings.some(({ check }) => ofTypes.has(check)) ||
    (ownTypes === true && module.verdict.outcome !== "refused" && (!only || only.has("used-types-differ"))));

/**
 * Judges those modules once more whose types are worth a look, beside the kernel's: read here and not in threads, for types are
 * no plain data.
 */
export async function lookDeeper(
  files: readonly string[],
  judged: Judged[],
  bench: Bench,
  companions: readonly Companion[],
  apart: Apart,
): Promise<void> {
  const wanted = [...files.entries()].filter(([index]) => {
    const one = judged[index];
    return one !== undefined && wantsTypes(one, bench);
  });
  if (wanted.length === 0) return;
  const types = await apart.kernelTypes();
  if (!types.known) return;
  const arena = threadArena();
  const look = deeperLook(bench.kernel, types.value);
  for (const [index, file] of wanted) {
    judged[index] = await judgeFile(file, bench, companions, arena, { look });
  }
}

const deeperLook =
  (facts: KernelFacts, types: CTypes): Look =>
  (module, seen) =>
    readTypesSeen(module, seen, { facts, types });
