import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { agreementWith, askAbout, type Asked } from "../../../cli/src/agree/run-agreement.ts";
import { openKernel } from "../../../core/node/index.ts";
import type { KernelAgreement } from "../../src/agreement.ts";
import type { Slots } from "../../src/slots.ts";
import { writeCorpus } from "../build/corpus.ts";
import { type KernelTree, kernelTree } from "../build/kernel-tree.ts";
import { buildSeeds } from "../build/seeds.ts";
import { reasons } from "./reasons.ts";

/** How a kernel is asked. */
export interface Asking {
  /** Which mutants; all when absent. */
  readonly wanted?: (id: string) => boolean;
  /** Added to the kernel's command line. */
  readonly commandLine?: string;
  readonly slots: Slots;
  /** Told how many modules there are, and where. */
  readonly said?: (line: string) => void;
}

/** Builds the mutants for a kernel of the archive, has it load them, and compares. */
export async function askKernel(
  spec: string,
  { wanted, commandLine = "", slots, said = () => undefined }: Asking,
): Promise<KernelAgreement> {
  const tree = await kernelTree(spec);
  const seeds = await buildSeeds(tree);
  const directory = join(tree.directory, wanted === undefined ? "mutants" : "mutants-some");
  rmSync(directory, { recursive: true, force: true });
  const { records } = writeCorpus(tree, seeds, directory, wanted);
  said(`${tree.release}: ${records.length} modules in ${directory}`);
  const asked = await answersOf(tree, directory, commandLine, slots);
  const kernel = await openKernel(tree.packages);
  return agreementWith(asked, kernel.facts, directory, reasons, commandLine);
}

/** What the kernel did with exactly these files; kept, because it will do the same again. */
async function answersOf(
  tree: KernelTree,
  directory: string,
  commandLine: string,
  slots: Slots,
): Promise<Asked> {
  const path = join(tree.directory, `answers-${digestOf(directory, commandLine)}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8"));
  const asked = await askAbout(directory, { targets: tree.packages, cmdline: commandLine, slots });
  writeFileSync(path, JSON.stringify(asked));
  return asked;
}

/** Another number when an observation tells more, or is made in another way: answers of before are not asked again. */
const OBSERVED = 3;

function digestOf(directory: string, commandLine: string): string {
  const digest = createHash("sha256").update(`${OBSERVED}\0${commandLine}\0`);
  for (const name of readdirSync(directory).sort()) {
    digest.update(`${name}\0`).update(readFileSync(join(directory, name)));
  }
  return digest.digest("hex").slice(0, 16);
}
