import { asksForTypes, type CheckId, type Companion, known, lostInHeaders, readTypesSeen } from "@kofit/core";
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
function wantsTypes({ module, types }: Judged, { kernel, only }: Bench, { tellsBuilt }: Apart): boolean {
  if (!module) return false;
  const { findings, outcome } = module.verdict;
  if (findings.some(({ check }) => ofTypes.has(check))) {
    return types !== undefined || asksForTypes(kernel);
  }
  if (findings.some(({ check }) => ofVersions.has(check))) return tellsBuilt || types !== undefined;
  return types === "others" && outcome !== "refused" && (!only || only.has("used-types-differ"));
}

/**
 * Judges those modules once more of which more can be told: whose types are worth a look beside the kernel's, and those of whose
 * headers Kconfig's rules tell why they lack an option. Read here and not in threads: types and rules are no plain data.
 */
export async function lookDeeper(
  files: readonly string[],
  judged: Judged[],
  bench: Bench,
  companions: readonly Companion[],
  apart: Apart,
): Promise<void> {
  const isWanted = (one: Judged): boolean => wantsTypes(one, bench, apart);
  const look = judged.some(isWanted) ? await lookAtTypes(bench, apart) : undefined;
  const options = new Set(judged.flatMap(optionsOf));
  const chains = options.size > 0 ? await apart.chains([...options]) : [];
  const optionChains = known(chains, { input: "Kconfig" });
  const arena = threadArena();
  for (const [index, file] of files.entries()) {
    const before = judged[index];
    const own = before && isWanted(before) ? look : undefined;
    const isExplained = before !== undefined && chains.length > 0 && optionsOf(before).length > 0;
    if (!own && !isExplained) continue;
    const both: Look = async (module, facts) => ({
      ...(own && (await own(module, facts))),
      ...(isExplained && { optionChains }),
    });
    judged[index] = await judgeFile(file, bench, companions, arena, { look: both });
  }
}

/** `undefined` where the kernel's types are not known. */
async function lookAtTypes(bench: Bench, apart: Apart): Promise<Look | undefined> {
  const { kernel, built } = await apart.types();
  if (!kernel.known) return undefined;
  const sides = { facts: bench.kernel, types: kernel.value, ...(built && { built }) };
  return async (module, facts) => readTypesSeen(module, facts, sides);
}

/** Options that the headers lack, and by which findings are explained. */
const optionsOf = ({ module }: Judged): readonly string[] =>
  module?.verdict.findings.flatMap(({ causes = [] }) => causes.flatMap(lostInHeaders)) ?? [];
