import { InputError } from "@kofit/core";
import { cacheDirectory } from "@kofit/core/node";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** One log for each source and kernel: the last. */
export async function newLog(name: string, release: string): Promise<string> {
  const directory = join(cacheDirectory(), "logs");
  await mkdir(directory, { recursive: true });
  const log = join(directory, `build-${`${name}-${release}`.replaceAll(/[^\w.+~-]/g, "_")}.log`);
  await rm(log, { force: true });
  return log;
}

/** Where there is no space, the log says how far it came. */
export async function withLogNamed<T>(log: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new InputError({
      en: `the build was stopped: ${error.message}; what it printed so far is in ${log}`,
      zh: `编译已中止：${error.message}；目前的输出见 ${log}`,
    });
  }
}
