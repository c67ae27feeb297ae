import type { ThisModule } from "./module.ts";

/**
 * The name that the kernel knows a module by, from its path: `"drivers/net/wireless/ath/ath9k/ath9k-hw"` and
 * `"ath9k-hw.ko.xz"` are `ath9k_hw`. KBUILD_MODNAME in scripts/Makefile.lib.
 */
export function moduleNameOf(path: string): string {
  return path
    .slice(path.lastIndexOf("/") + 1)
    .replace(/\.ko(\.\w+)?$/, "")
    .replaceAll("-", "_");
}

/** The name by which the kernel knows a loaded module: `struct module.name`, whatever `.modinfo` says. */
export const nameInKernel = (module: {
  readonly thisModule: ThisModule | undefined;
  readonly name: string | undefined;
}): string | undefined => module.thisModule?.name || module.name;
