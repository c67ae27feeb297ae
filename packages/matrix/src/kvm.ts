import { accessSync, constants, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Architecture } from "./architectures.ts";
import { matrixDirectory } from "./workspace.ts";

/** Seconds in which a guest has to be up that runs by KVM: a processor that is not emulated takes one or two. */
export const KVM_LIMIT = 10;

/**
 * Whether it is worth trying to boot this architecture by KVM. Only the boot itself tells whether it works: inside of
 * another virtual machine /dev/kvm may make guests that hang. One that failed is not tried again until this machine is
 * booted again.
 */
export function kvmMayWork({ node }: Architecture): boolean {
  if (process.arch !== node || !mayUse("/dev/kvm")) return false;
  const boot = bootId();
  return boot === undefined || contentOf(note()) !== boot;
}

/** A guest did not come up by KVM. */
export function kvmDoesNotWork(): void {
  const boot = bootId();
  if (boot !== undefined) writeFileSync(note(), boot);
}

const note = (): string => join(matrixDirectory(), "kvm-does-not-work");
const bootId = (): string | undefined => contentOf("/proc/sys/kernel/random/boot_id");

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1").trim();
  } catch {
    return undefined;
  }
}

function mayUse(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
