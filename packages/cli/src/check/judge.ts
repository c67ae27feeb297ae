import type { CheckedModule, Companion, Text } from "@kofit/core";
import { threadArena } from "@kofit/core/node";
import { type Bench, companionOf, type Judged, judgeFile } from "./judge-file.ts";
import type { Apart } from "./apart.ts";
import { lookDeeper } from "./look-deeper.ts";
import { queueOf, workOff } from "./queue.ts";
import { startThreads } from "./threads.ts";

/** What happens while modules are judged. */
export interface Observer {
  /** Now and then: how many files are done. */
  done(count: number): void;
  /** A file that cannot be judged, or is no whole module. */
  trouble(line: Text): void;
}

/**
 * A verdict for each file, in their order. Modules that are given together may export what another imports: where a
 * symbol is missing, the others are asked for it.
 *
 * @param bench awaited here, so that other threads start while the kernel is being read
 * @param apart what is read only for modules that want it; nothing is when it is absent
 */
export async function judge(
  files: readonly string[],
  bench: Promise<Bench>,
  observer: Observer,
  apart?: Apart,
): Promise<readonly CheckedModule[]> {
  const queue = queueOf(files);
  const threads = startThreads(queue);
  const judged: Judged[] = Array.from({ length: files.length });
  try {
    const given = await bench;
    const elsewhere = threads.work(given);
    const here = workOff(queue, given, (count) => observer.done(count));
    const [share, shares] = await Promise.all([here, elsewhere]);
    for (const [index, one] of [share, ...shares].flat()) judged[index] = one;
    const companions = await askCompanions(files, judged, given);
    if (apart) await lookDeeper(files, judged, given, companions, apart);
  } finally {
    threads.end();
  }
  for (const { trouble } of judged) if (trouble) observer.trouble(trouble);
  return judged.flatMap(({ module }) => module ?? []);
}

/** Judges those that lack a symbol once more, together with the others; answers what these offer, where somebody wanted it. */
async function askCompanions(
  files: readonly string[],
  judged: Judged[],
  bench: Bench,
): Promise<readonly Companion[]> {
  if (!judged.some(lacksSymbol) || onlyLoaded(bench)) return [];
  const arena = threadArena();
  const companions: Companion[] = [];
  for (const [index, file] of files.entries()) {
    const companion = judged[index]?.exports && (await companionOf(file, bench, arena));
    if (companion) companions.push(companion);
  }
  if (companions.length === 0) return [];
  for (const [index, file] of files.entries()) {
    const before = judged[index];
    if (before && lacksSymbol(before)) judged[index] = await judgeFile(file, bench, companions, arena);
  }
  return companions;
}

/** Whether it was told what is loaded, and nothing else will be. */
const onlyLoaded = ({ state: { loaded, loading } }: Bench): boolean =>
  loaded.known && loaded.value !== undefined && loading.known && loading.value.via !== "modprobe";

const lacksSymbol = ({ module }: Judged): boolean =>
  module?.verdict.findings.some(({ check }) => check === "unknown-symbol") ?? false;
