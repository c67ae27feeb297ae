import { type CheckId, type Companion, readTypesSeen } from "@kofit/core";
import { threadArena } from "@kofit/core/node";
import type { Apart } from "./apart.ts";
import { type Bench, type Judged, judgeFile } from "./judge-file.ts";
import type { Look } from "./own-types.ts";

/** Findings that say that the module's types are not the kernel's. */
const ofTypes: ReadonlySet<CheckId> = new Set([
  "this-module-size",
  "this-module-size-unchecked",
  "struct-module-layout",
  "relocation-target-in-use",
]);

/** Findings that types may explain, where those that the module was built with are known. */
const ofVersions: ReadonlySet<CheckId> = new Set(["module-layout-crc-mismatch", "symbol-crc-mismatch"]);

/** What is refused for another reason is not worth a look at types of which no finding tells. */
function wantsTypes({ module, types }: Judged, { only }: Bench, { tellsBuilt }: Apart): boolean {
  if (!module) return false;
  const { findings, outcome } = module.verdict;
  if (findings.some(({ check }) => ofTypes.has(check))) return true;
  if (findings.some(({ check }) => ofVersions.has(check))) return tellsBuilt || types !== undefined;
  return types === "others" && outcome !== "refused" && (!only || only.has("used-types-differ"));
}

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
    return one !== undefined && wantsTypes(one, bench, apart);
  });
  if (wanted.length === 0) return;
  const { kernel, built } = await apart.types();
  if (!kernel.known) return;
  const arena = threadArena();
  const sides = { facts: bench.kernel, types: kernel.value, ...(built && { built }) };
  const look: Look = async (module, facts) => readTypesSeen(module, facts, sides);
  for (const [index, file] of wanted) {
    judged[index] = await judgeFile(file, bench, companions, arena, { look });
  }
}
