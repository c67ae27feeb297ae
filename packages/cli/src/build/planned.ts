import {
  type BuildPlan,
  copySource,
  dkmsPackage,
  dkmsPlan,
  type FoundSource,
  hasDkmsConf,
  kbuildPlan,
  sourceRoot,
} from "@kofit/build";
import { type ArchitectureName, type Config, configValue, InputError } from "@kofit/core";
import { join, relative } from "node:path";
import { release as runningRelease } from "node:os";
import type { CopyOf } from "./failure.ts";

/** What a source is built for. */
export interface PlanGiven {
  readonly source: FoundSource;
  readonly release: string;
  readonly architecture: ArchitectureName;
  readonly headers: string;
  /** Of the headers. */
  readonly config: Config | undefined;
  /** Variables for make that the user gave. */
  readonly variables: readonly string[];
  /** An empty directory, which the source is copied into. */
  readonly workspace: string;
  /** Whether shell code of the module's author may be run. */
  readonly shellAllowed: boolean;
  readonly signal: AbortSignal;
}

/** A copy of a source, and how it is built. */
export interface Planned {
  readonly plan: BuildPlan;
  /** The source in its copy. */
  readonly directory: string;
  /** The whole copy, and what it is a copy of. */
  readonly copied: CopyOf;
  readonly by: "kbuild" | "dkms.conf";
}

/**
 * Copies a source and plans its build there: nothing is written into the source, and objects of two kernels never meet.
 *
 * @throws {InputError} if there is nothing to build, or shell code would have to be run that nobody allowed.
 */
export async function planned(given: PlanGiven): Promise<Planned> {
  const { source, signal, workspace } = given;
  const byConf = await hasDkmsConf(source.directory);
  const called = byConf
    ? await dkmsPackage(source.directory, {
        name: source.installed?.module ?? "module",
        version: source.installed?.version ?? "0",
      })
    : undefined;
  const root = called ? source.directory : await sourceRoot(source.directory);
  // As DKMS has it: $dkms_tree/NAME/VERSION/build.
  const copy = called ? join(workspace, called.name, called.version, "build") : join(workspace, "source");
  await copySource(root, copy, signal);
  const directory = join(copy, relative(root, source.directory));
  const { release, headers, config, variables, architecture } = given;
  const planFor = {
    release,
    running: runningRelease(),
    headers,
    valueOf: (name: string) => (config ? configValue(config, name) : undefined),
    variables,
  };
  const plan = called
    ? await dkmsPlan(directory, called, { ...planFor, architecture, build: directory, tree: workspace })
    : await kbuildPlan(directory, planFor);
  requireConsent(plan, given);
  return { plan, directory, copied: { copy, source: root }, by: called ? "dkms.conf" : "kbuild" };
}

function requireConsent({ steps }: BuildPlan, { shellAllowed }: PlanGiven): void {
  const shell = steps.find((step) => step.kind === "shell");
  if (!shell || shellAllowed || shell.kind !== "shell") return;
  throw new InputError({
    en: `its dkms.conf has shell code run (${shell.origin}): "${shell.command}"; kofit runs none unasked: look at it, then give --yes`,
    zh: `其 dkms.conf 需要运行 shell 代码（${shell.origin}）："${shell.command}"；未经同意 kofit 不会运行：请先查看，然后加上 --yes`,
  });
}
