import type { RepairPlan } from "@kofit/build";
import { visibleJson } from "@kofit/core";

/** What `kofit repair --json` prints; it only grows. */
const SCHEMA = "kofit-repair/1";

/** What came of it. */
export type Outcome =
  /** Nothing is to be repaired. */
  | "fits"
  /** It was shown and not done: nobody said yes. */
  | "planned"
  | "repaired"
  | "undone"
  /** These headers cannot be repaired for this kernel. */
  | "unfit"
  /** It cannot be told what is to be repaired. */
  | "unknown";

/** A run of `kofit repair`. Plain data. */
export interface RepairResult {
  readonly plan: RepairPlan;
  readonly outcome: Outcome;
  readonly inPlace: boolean;
  /** Where to build now; absent where nothing was repaired. */
  readonly directory?: string;
  /** Files that an undo has put back, relative to the headers. */
  readonly undone?: readonly string[];
}

/** Texts in both languages; files of the plan by name. */
export function repairJson({
  plan: { headers, release, steps, files, obstacles },
  inputs,
  outcome,
  inPlace,
  directory,
  undone,
}: RepairResult & { readonly inputs: readonly string[] }): string {
  const document = {
    schema: SCHEMA,
    kernel: { release: release ?? null, inputs },
    headers,
    outcome,
    inPlace,
    directory: directory ?? null,
    steps,
    files: files.map(({ path }) => path),
    ...(undone && { undone }),
    obstacles,
  };
  return `${visibleJson(JSON.stringify(document, null, 2))}\n`;
}
