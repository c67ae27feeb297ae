import { defineCheck } from "../analyse/define-check.ts";
import { moduleNameOf } from "../model/module-name.ts";
import type { DuplicateExport, Resolution } from "../model/pair.ts";
import type { LoadedModule } from "../model/state.ts";
import { noExec } from "./shared/says.ts";

/** What the kernel calls an exporter: module_name() in include/linux/module.h. */
const ownerName = (owner: string): string => (owner === "vmlinux" ? "kernel" : moduleNameOf(owner));

interface Pair {
  readonly duplicateExports: readonly DuplicateExport[];
  readonly resolution: Resolution;
}

function* inTheWay(
  pair: Pair,
  loaded: readonly LoadedModule[] = [],
): Iterable<{ readonly symbol: string; readonly owner: string }> {
  for (const { symbol, owner } of pair.duplicateExports) {
    // Another module is in the way only if it is loaded; one that this module imports from always is.
    const isLoaded = loaded.some(({ name }) => name === moduleNameOf(owner));
    if (owner === "vmlinux" || isLoaded || pair.resolution.providers.includes(owner))
      yield { symbol, owner: ownerName(owner) };
  }
}

export default defineCheck({
  id: "duplicate-export",
  title: {
    en: "The kernel already exports one of the module's symbols",
    zh: "内核已导出模块所导出的某个符号",
  },
  effect: "refused",
  needs: { pair: ["duplicateExports", "resolution"], state: ["loaded"] },
  run: ({ pair, state }) => (pair.duplicateExports.length === 0 ? [] : inTheWay(pair, state.loaded)),
  // verify_exported_symbols() in kernel/module/main.c
  kernelSays: ({ symbol, owner }, { module }) =>
    noExec(`${module}: exports duplicate symbol ${symbol} (owned by ${owner})`),

  example: { symbol: "_printk", owner: "kernel" },
  explain: {
    en: ({ symbol, owner }) => ({
      what: `The module exports \`${symbol}\`, which ${owner === "kernel" ? "the kernel itself" : `\`${owner}\``} exports too.`,
      why: "The driver that it replaces is built into this kernel, or is loaded because the module needs it.",
      fix: "Use a kernel that has the driver as a module or not at all, or the driver that came with the kernel.",
    }),
    zh: ({ symbol, owner }) => ({
      what: `模块导出了 \`${symbol}\`，而${owner === "kernel" ? "内核本身" : ` \`${owner}\` `}也导出了它。`,
      why: "它要替换的驱动已编译进该内核，或者因模块自身需要而必然被加载。",
      fix: "请使用把该驱动编译为模块或不含该驱动的内核，或者直接使用内核自带的驱动。",
    }),
  },
});
