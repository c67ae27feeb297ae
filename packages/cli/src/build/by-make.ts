import { builtModules, commandsOf, runPlan } from "@kofit/build";
import type { ArchitectureName, Config } from "@kofit/core";
import { join } from "node:path";
import type { Before } from "../preflight/preflight.ts";
import { makeVariables } from "../preflight/probe-step.ts";
import type { Way } from "./build.ts";
import type { BuildGiven } from "./build-given.ts";
import { newLog, withLogNamed } from "./build-log.ts";
import { failureOf, noModule } from "./failure.ts";
import { finished } from "./finished.ts";
import type { Fit } from "./fit-headers.ts";
import { type Planned, planned } from "./planned.ts";
import type { BuildReport } from "./report.ts";

/** By make, as the source itself or its `dkms.conf` says. */
export const byMake: Way = async (fit, given, workspace) => {
  given.progress({ en: "copying the source", zh: "正在复制源代码" });
  const plan = await planned({ ...given, ...targetOfBuild(fit), workspace });
  const { commands, result } = await carriedOut(plan, fit, given);
  return { by: plan.by, commands, notes: plan.plan.notes, result };
};

/** What is known once the headers fit. */
export function targetOfBuild({ given: { kernel, headers } }: Fit): {
  release: string;
  architecture: ArchitectureName;
  headers: string;
  config: Config | undefined;
} {
  const { architecture, release } = kernel;
  const named = release.known ? release.value : headers.release;
  if (!architecture.known || named === undefined) {
    throw new TypeError("unreachable: without an architecture there is no toolchain");
  }
  const { config } = headers.configuration;
  return { release: named, architecture: architecture.value.name, headers: headers.directory, config };
}

async function carriedOut(
  { plan, directory }: Planned,
  fit: Fit,
  given: BuildGiven,
): Promise<Pick<BuildReport, "commands" | "result">> {
  const { signal, jobs, timeLimit, compiling } = given;
  const { headers } = fit.given;
  const log = await newLog(given.source.name, headers.release ?? "kernel");
  const variables = [...variablesFor(fit.before), ...given.variables];
  const request = { plan, source: directory, headers: headers.directory, variables, jobs };
  const commands = commandsOf(request);
  const start = performance.now();
  const ended = await withLogNamed(log, () =>
    runPlan({ ...request, log, timeLimit, signal, progress: compiling }),
  );
  if (!ended.ok) {
    return {
      commands,
      result: {
        outcome: "failed",
        failure: await failureOf(ended, log, { copy: directory, source: given.source.directory }),
        log,
      },
    };
  }
  const took = Math.round(performance.now() - start);
  const modules = await builtModules(directory);
  const missing = (plan.modules ?? [])
    .map(({ name, location }) => join(location, `${name}.ko`))
    .filter((path) => !modules.includes(path));
  if (modules.length === 0 || missing.length > 0) {
    const failure = noModule(missing, commands.at(-1) ?? "", ended.output);
    return { commands, result: { outcome: "failed", failure, log } };
  }
  const result = await finished({ directory, modules, log, took }, fit, given);
  return { commands, result };
}

/** What make is told of machine and tools. */
export const variablesFor = ({ machine, toolchain }: Before): readonly string[] =>
  machine && toolchain ? makeVariables(machine, toolchain) : [];
