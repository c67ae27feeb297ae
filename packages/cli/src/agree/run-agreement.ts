import type { Kernel } from "@kofit/core/node";
import {
  agreementOf,
  bootTarget,
  compare,
  type KernelAgreement,
  observe,
  type ObserveOptions,
  type Reason,
  recordsOf,
  requestsOf,
  type Row,
} from "@kofit/matrix";
import { recordJudge } from "./record-judge.ts";

/** What is compared, and how. */
export interface AgreementOptions extends ObserveOptions {
  /** The kernel's image is looked for in these. */
  readonly targets: readonly string[];
  /** Why differences remain, where that is known. */
  readonly reasons?: readonly Reason[];
  /** How `apt:` targets are looked up. */
  readonly mirror?: string | undefined;
  readonly offline?: boolean | undefined;
  readonly judging?: (done: number, total: number) => void;
}

/**
 * Boots a kernel, has it load the modules of a directory, and compares what it did with kofit's verdicts.
 *
 * @throws {InputError} if the kernel cannot be booted, or a module cannot be opened.
 */
export async function runAgreement(
  kernel: Kernel,
  directory: string,
  { targets, reasons, mirror, offline, judging, ...options }: AgreementOptions,
): Promise<KernelAgreement> {
  const records = recordsOf(directory);
  const image = await bootTarget(targets, {
    ...(mirror !== undefined && { mirror }),
    ...(offline !== undefined && { offline }),
    ...(options.signal && { signal: options.signal }),
  });
  const run = await observe(image, requestsOf(directory, records), options);
  const seen = new Map(run.observations.map((observation) => [observation.id, observation]));
  const judge = recordJudge(kernel.facts, directory, options.cmdline);
  const rows: Row[] = [];
  for (const [index, record] of records.entries()) {
    const observation = seen.get(record.file);
    if (!observation) continue;
    const verdict = await judge(record);
    const { file, change } = record;
    rows.push({ file, ...(change !== undefined && { change }), ...compare(verdict, observation, record) });
    judging?.(index + 1, records.length);
  }
  return agreementOf({ release: run.release, architecture: image.architecture }, rows, reasons);
}
