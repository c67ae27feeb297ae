import { rmSync } from "node:fs";
import { join } from "node:path";
import { runAgreement } from "../../../cli/src/agree/run-agreement.ts";
import { openKernel } from "../../../core/node/index.ts";
import type { KernelAgreement } from "../../src/agreement.ts";
import type { Slots } from "../../src/slots.ts";
import { writeCorpus } from "../build/corpus.ts";
import { kernelTree } from "../build/kernel-tree.ts";
import { buildSeeds } from "../build/seeds.ts";
import { reasons } from "./reasons.ts";

/** How a kernel is asked. */
export interface Asking {
  /** Which mutants; all when absent. */
  readonly wanted?: (id: string) => boolean;
  readonly slots: Slots;
  /** Told how many modules there are, and where. */
  readonly said?: (line: string) => void;
}

/** Builds the mutants for a kernel of the archive, has it load them, and compares. */
export async function askKernel(
  spec: string,
  { wanted, slots, said = () => undefined }: Asking,
): Promise<KernelAgreement> {
  const tree = await kernelTree(spec);
  const seeds = await buildSeeds(tree);
  const directory = join(tree.directory, wanted === undefined ? "mutants" : "mutants-some");
  rmSync(directory, { recursive: true, force: true });
  const { records } = writeCorpus(tree, seeds, directory, wanted);
  said(`${tree.release}: ${records.length} modules in ${directory}`);
  const kernel = await openKernel(tree.packages);
  return runAgreement(kernel, directory, { targets: tree.packages, reasons, slots });
}
