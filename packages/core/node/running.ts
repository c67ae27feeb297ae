import { readdirSync } from "node:fs";
import type { Running } from "../src/facts/state/index.ts";
import type { ModuleExport } from "../src/model/module.ts";
import type { LoadedModule } from "../src/model/state.ts";
import { codeOf } from "./system-error.ts";
import { readVolatile } from "./volatile.ts";

/** The state of the running system: what changes while it runs, and is never kept. */
export function readRunning(): Running {
  const commandLine = readVolatile("/proc/cmdline");
  const modules = readVolatile("/proc/modules");
  const loaded = modules === undefined ? undefined : loadedModules(modules);
  const sysfsNames = namesIn("/sys/module");
  const disabled = readVolatile("/proc/sys/kernel/modules_disabled");
  const tainted = readVolatile("/proc/sys/kernel/tainted");
  const compression = readVolatile("/sys/module/compression");
  return {
    ...(commandLine !== undefined && { commandLine }),
    ...(loaded && { loaded: withExports(loaded) }),
    ...(sysfsNames && { sysfsNames }),
    ...(disabled !== undefined && { modulesDisabled: disabled !== "0" }),
    ...(tainted !== undefined && { taints: taintLetters(Number(tainted)) }),
    ...(compression !== undefined && { compression }),
  };
}

interface Line extends LoadedModule {
  readonly outOfTree: boolean;
}

/** `/proc/modules` lists the latest first. kernel/module/procfs.c */
export function loadedModules(text: string): Line[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [name = "", , , , state, , taints = ""] = line.split(" ");
      const leaving = state === "Unloading" && { leaving: true as const };
      return { name, outOfTree: taints.includes("O"), ...leaving };
    })
    .toReversed();
}

/** The kernel's own modules are in its table of exports; what others export, `/proc/kallsyms` tells, if only by name. */
function withExports(loaded: readonly Line[]): LoadedModule[] {
  const foreign = loaded.some(({ outOfTree }) => outOfTree);
  const exports = foreign ? exportsByModule(readVolatile("/proc/kallsyms") ?? "") : undefined;
  return loaded.map(({ outOfTree, ...module }) => {
    const found = outOfTree ? exports?.get(module.name) : undefined;
    return found ? { ...module, exports: found } : module;
  });
}

/** `0000000000000000 r __ksymtab_spl_panic\t[spl]`: labels of the export tables, which CONFIG_KALLSYMS_ALL keeps. */
export function exportsByModule(kallsyms: string): ReadonlyMap<string, readonly ModuleExport[]> {
  const found = new Map<string, ModuleExport[]>();
  for (const [, symbol = "", module = ""] of kallsyms.matchAll(/ __ksymtab_(\S+)\t\[(\w+)\]$/gm)) {
    const exports = found.get(module) ?? [];
    if (exports.length === 0) found.set(module, exports);
    exports.push({ symbol, gplOnly: false });
  }
  return found;
}

/** taint_flags[] in kernel/panic.c, by bit. */
const TAINTS = "PFSRMBUDAWCIOELKXTNJ";

/** The letters of a number in `/proc/sys/kernel/tainted`. */
export const taintLetters = (bits: number): string =>
  TAINTS.split("")
    .filter((_, bit) => (bits & (1 << bit)) !== 0)
    .join("");

function namesIn(directory: string): readonly string[] | undefined {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}
