import { placeModules, signModules } from "@kofit/build";
import { type Checked, type CheckedModule, targetOf, toldByRelease } from "@kofit/core";
import { readRunning } from "@kofit/core/node";
import { basename, join } from "node:path";
import { judge } from "../check/judge.ts";
import type { PreflightGiven } from "../preflight/preflight.ts";
import { withDifferences } from "../preflight/probe-step.ts";
import type { BuildGiven } from "./build-given.ts";
import type { Fit } from "./fit-headers.ts";
import type { BuildResult } from "./report.ts";
import { notSigned, signatureHash } from "./signing.ts";

/** Modules that were built. */
export interface Made {
  readonly directory: string;
  /** Relative to it. */
  readonly modules: readonly string[];
  readonly log: string;
  /** Milliseconds. */
  readonly took: number;
}

/** Signed where that is wanted, judged, and put where they are wanted. */
export async function finished(made: Made, fit: Fit, given: BuildGiven): Promise<BuildResult> {
  const { directory, modules, log, took } = made;
  const { signingKey: key, signal, output, inPlace } = given;
  const { headers } = fit.given;
  const files = modules.map((path) => join(directory, path));
  if (key) {
    const hash = signatureHash(headers.configuration.config);
    const failed = await signModules(files, {
      ...key,
      headers: headers.directory,
      ...(hash !== undefined && { hash }),
      signal,
    });
    if (failed) return { outcome: "failed", failure: notSigned(failed), log };
  }
  given.progress({ en: "checking what was built", zh: "正在检查编译结果" });
  const judged = await judgeAll(files, fit.given, given);
  const names = new Set(modules.map((path) => basename(path)));
  const flat = !inPlace && names.size === modules.length;
  const places = modules.map((path) => join(output, flat ? basename(path) : path));
  await placeModules(files.map((from, index) => ({ from, to: places[index] ?? from })));
  const placeOfFile = new Map(files.map((file, index) => [file, places[index] ?? file]));
  const checked = checkedAt(judged, given, (file) => placeOfFile.get(file) ?? file);
  return { outcome: "built", built: { checked, ...(key && { signedWith: key.key }), took }, log };
}

function judgeAll(
  files: readonly string[],
  { kernel, headers, running }: PreflightGiven,
  { told }: BuildGiven,
): Promise<readonly CheckedModule[]> {
  const target = targetOf(withDifferences(kernel, headers), told, running ? readRunning() : undefined);
  return judge(files, Promise.resolve(target), { done: () => {}, trouble: () => {} });
}

function checkedAt(
  modules: readonly CheckedModule[],
  { kernel, inputs }: BuildGiven,
  placeOf: (file: string) => string,
): Checked {
  const { release, architecture, features } = kernel;
  return {
    kernel: {
      release: release.known ? release.value : null,
      architecture: architecture.known ? architecture.value.name : null,
      inputs,
    },
    modules: modules.map((one) => ({ ...one, file: placeOf(one.file) })),
    ...(features.known && toldByRelease(features.origin) && { loaderByRelease: true }),
  };
}
