import { cacheDirectory } from "@kofit/core/node";
import { copyFile, lstat, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Made, runMake } from "../run/run-make.ts";
import { withWorkspace } from "../workspace.ts";

/** How the probe module is to be built. */
export interface ProbeRequest {
  /** The configured headers. */
  readonly headers: string;
  /** Variables for make, `"ARCH=arm64"`, `"CC=gcc-12"`. */
  readonly variables: readonly string[];
  /** Names the log that is kept when the build fails. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** Milliseconds; absent: {@link TIME_LIMIT}. */
  readonly timeLimit?: number;
}

/** The build failed. */
export interface NotBuilt extends Omit<Made, "ok"> {
  readonly built: false;
  /** The file with all that make printed. */
  readonly log: string;
}

/** It was built, and this came of it. */
export interface Built<T> {
  readonly built: true;
  readonly value: T;
}

/** Milliseconds. One file is compiled in seconds, on the slowest board in a minute. */
const TIME_LIMIT = 5 * 60_000;

const MODULE = "kofit_probe";

/** A module that does nothing: what is in it is what kbuild puts into every module. */
const SOURCE = `// SPDX-License-Identifier: GPL-2.0
#include <linux/init.h>
#include <linux/module.h>

static int __init kofit_probe_init(void)
{
	return 0;
}

static void __exit kofit_probe_exit(void)
{
}

module_init(kofit_probe_init);
module_exit(kofit_probe_exit);
MODULE_DESCRIPTION("shows what modules that are built here look like");
MODULE_LICENSE("GPL");
`;

/**
 * Builds a module that does nothing by the kbuild of these headers, as any module is built there, and gives it to `judge`.
 * What is written goes into a directory of its own, which is removed whatever happens; only the log of a build that failed
 * stays. The headers are somebody's program: it gets so much time, and goes with all that it has started.
 *
 * @throws an `AbortError` when the request's signal fires.
 */
export async function withProbeModule<T>(
  { headers, variables, name, signal, timeLimit = TIME_LIMIT }: ProbeRequest,
  judge: (module: string) => Promise<T>,
): Promise<Built<T> | NotBuilt> {
  return withWorkspace("probe", async (directory) => {
    const place = join(directory, "module");
    await mkdir(place);
    await writeFile(join(place, `${MODULE}.c`), SOURCE);
    await writeFile(join(place, "Kbuild"), `obj-m := ${MODULE}.o\n`);
    const log = join(directory, "log");
    const args = ["-C", headers, `M=${place}`, ...variables, "modules"];
    const { ok, ...made } = await runMake(args, signal, { timeLimit, log });
    const module = join(place, `${MODULE}.ko`);
    if (ok && (await isFile(module))) return { built: true, value: await judge(module) };
    return { built: false, ...made, log: await keep(log, name) };
  });
}

/** Not a link, nor a pipe that would never end. */
const isFile = async (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** One log for each tree: the last. */
async function keep(log: string, name: string): Promise<string> {
  const directory = join(cacheDirectory(), "logs");
  await mkdir(directory, { recursive: true });
  const kept = join(directory, `probe-${name.replaceAll(/[^\w.+~-]/g, "_")}.log`);
  await copyFile(log, kept);
  return kept;
}
