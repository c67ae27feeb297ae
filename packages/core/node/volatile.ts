import { readFileSync } from "node:fs";
import { machine, release, version } from "node:os";
import { codeOf } from "./system-error.ts";

export const SIG_ENFORCE = "/sys/module/module/parameters/sig_enforce";
export const LOCKDOWN = "/sys/kernel/security/lockdown";

/** What a small file of `/proc` or `/sys` says now; `undefined` when it is not there or may not be read. */
export function readVolatile(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1").trim();
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}

/**
 * The running kernel as it is now, as far as its facts go (its state is read anew each time: running.ts). Neither size
 * nor time of a file in `/proc` or `/sys` tells a change: but all that is read there stays as it is until the next boot,
 * except for these two, which can become stricter.
 */
export function runningKernel(): readonly (string | undefined)[] {
  const bootId = readVolatile("/proc/sys/kernel/random/boot_id");
  return [release(), version(), machine(), bootId, readVolatile(SIG_ENFORCE), readVolatile(LOCKDOWN)];
}
