import { builtModules, commandsOf, runPlan, stripModules, type WantedModule } from "@kofit/build";
import { type ArchitectureName, type Config, InputError } from "@kofit/core";
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
  if (!architecture.known) throw new TypeError("unreachable: without an architecture there is no toolchain");
  if (named === undefined) throw releaseUnknown();
  const { config } = headers.configuration;
  return { release: named, architecture: architecture.value.name, headers: headers.directory, config };
}

const releaseUnknown = (): InputError =>
  new InputError({
    en: "which release is built for is told neither by the kernel nor by its headers (include/generated/utsrelease.h); give the kernel with --kernel",
    zh: "内核及其头文件（include/generated/utsrelease.h）都没有说明要为哪个版本编译；请用 --kernel 指定内核",
  });

async function carriedOut(
  { plan, directory, copied }: Planned,
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
        failure: await failureOf(ended, log, copied),
        log,
      },
    };
  }
  const took = Math.round(performance.now() - start);
  const modules = await builtModules(directory);
  const missing = (plan.modules ?? []).map(fileOf).filter((path) => !modules.includes(path));
  if (modules.length === 0 || missing.length > 0) {
    const failure = noModule(missing, commands.at(-1) ?? "", ended.output);
    return { commands, result: { outcome: "failed", failure, log } };
  }
  const { toolchain } = fit.before;
  const stripped = (plan.modules ?? []).filter((one) => one.stripped).map(fileOf);
  if (toolchain) {
    await stripModules(
      stripped.map((path) => join(directory, path)),
      toolchain,
      signal,
    );
  }
  const result = await finished({ directory, modules, log, took }, fit, given);
  return { commands, result };
}

const fileOf = ({ name, location }: WantedModule): string => join(location, `${name}.ko`);

/** What make is told of machine and tools. */
export const variablesFor = ({ machine, toolchain }: Before): readonly string[] =>
  machine && toolchain ? makeVariables(machine, toolchain) : [];
