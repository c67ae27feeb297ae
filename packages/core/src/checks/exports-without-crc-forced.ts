import { defineCheck } from "../analyse/define-check.ts";
import { exportsWithoutCrc } from "./shared/exports-without-crc.ts";
import { firstForced, forcedSays } from "./shared/forced.ts";
import { isForced } from "./shared/taints.ts";

export default defineCheck({
  id: "exports-without-crc-forced",
  title: { en: "Exports without CRCs, loaded by force", zh: "导出的符号没有 CRC，被强制加载" },
  effect: "note",
  needs: {
    kernel: ["loaderOptions", "generation"],
    module: ["elf", "vermagic", "modversions"],
    pair: ["kernelHasModversions"],
    state: ["loading", "taints"],
  },
  // try_to_force_load() in kernel/module/main.c with CONFIG_MODULE_FORCE_LOAD; it tells once, while untainted
  run: ({ kernel, module, pair, state }) => {
    const sections = exportsWithoutCrc(module.elf, kernel.generation);
    if (sections.length === 0 || !pair.kernelHasModversions) return [];
    if (!kernel.loaderOptions.has("force-load")) return [];
    return [{ sections, ...firstForced(state.taints, isForced({ module, pair, state })) }];
  },

  kernelSays: (first, { module }) => forcedSays(module, "no versions for exported symbols", first),

  example: { sections: ["__ksymtab"], first: true },
  explain: {
    en: ({ sections }) => ({
      what: `The module exports symbols (\`${sections.join("`, `")}\`) without CRCs; it is loaded all the same, which taints the kernel (F, forced).`,
      why: "The kernel was built with `CONFIG_MODVERSIONS` and `CONFIG_MODULE_FORCE_LOAD`.",
      fix: "Build the module with the headers package of exactly this kernel.",
    }),
    zh: ({ sections }) => ({
      what: `模块导出的符号（\`${sections.join("`、`")}\`）没有 CRC；它仍会被加载，并使内核带上污染标记 F（强制加载）。`,
      why: "内核编译时启用了 `CONFIG_MODVERSIONS` 和 `CONFIG_MODULE_FORCE_LOAD`。",
      fix: "请使用与该内核完全对应的头文件包重新编译模块。",
    }),
  },
});
