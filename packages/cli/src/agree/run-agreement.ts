import type { KernelFacts } from "@kofit/core";
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
  type Run,
  wasAsked,
} from "@kofit/matrix";
import { recordJudge } from "./record-judge.ts";

/** What is booted, and how. */
export interface AskOptions extends ObserveOptions {
  /** The kernel's image is looked for in these. */
  readonly targets: readonly string[];
  /** How `apt:` targets are looked up. */
  readonly mirror?: string | undefined;
  readonly offline?: boolean | undefined;
}

/** What a kernel did with the modules of a directory. */
export interface Asked {
  readonly run: Run;
  readonly architecture: string;
}

/**
 * Boots a kernel and has it load the modules of a directory.
 *
 * @throws {InputError} if the kernel cannot be booted, or a module cannot be opened.
 */
export async function askAbout(
  directory: string,
  { targets, mirror, offline, ...options }: AskOptions,
): Promise<Asked> {
  const records = recordsOf(directory);
  const image = await bootTarget(targets, {
    ...(mirror !== undefined && { mirror }),
    ...(offline !== undefined && { offline }),
    ...(options.signal && { signal: options.signal }),
  });
  const run = await observe(image, requestsOf(directory, records), options);
  return { run, architecture: image.architecture };
}

/**
 * Compares what a kernel did with kofit's verdicts.
 *
 * @param commandLine what was added to the kernel's own
 * @throws {InputError} if a module cannot be opened.
 */
export async function agreementWith(
  { run, architecture }: Asked,
  kernel: KernelFacts,
  directory: string,
  reasons: readonly Reason[] = [],
  commandLine = "",
): Promise<KernelAgreement> {
  const seen = new Map(run.observations.map((observation) => [observation.id, observation]));
  const judge = recordJudge(kernel, directory, commandLine);
  const rows: Row[] = [];
  const notAsked: string[] = [];
  for (const record of recordsOf(directory)) {
    const { file, change } = record;
    const observation = seen.get(file);
    if (!observation) continue;
    if (!wasAsked(observation)) {
      notAsked.push(file);
      continue;
    }
    const compared = compare(await judge(record, observation.taint?.[0] ?? null), observation, record);
    rows.push({ file, ...(change !== undefined && { change }), ...compared });
  }
  const booted = { release: run.release, architecture, ...(commandLine !== "" && { commandLine }) };
  return agreementOf(booted, rows, { reasons, notAsked });
}
