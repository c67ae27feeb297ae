import { defineCheck } from "../analyse/define-check.ts";
import { forcedSays, firstForced } from "./shared/forced.ts";

export default defineCheck({
  id: "versions-missing-forced",
  title: { en: "Loads without CRCs, by force", zh: "没有 CRC，被强制加载" },
  effect: "note",
  needs: {
    kernel: ["loaderOptions"],
    module: ["modversions"],
    pair: ["kernelHasModversions"],
    state: ["loading", "taints"],
  },
  // try_to_force_load() in kernel/module/main.c with CONFIG_MODULE_FORCE_LOAD; it tells once, while untainted
  run: ({ kernel, module, pair, state }) =>
    !module.modversions &&
    !state.loading.forceModversion &&
    pair.kernelHasModversions &&
    kernel.loaderOptions.has("force-load")
      ? [{ kernelHasModversions: true, ...firstForced(state.taints) }]
      : [],

  kernelSays: (first, { module }) => forcedSays(module, "module_layout", first),

  example: { kernelHasModversions: true, first: true },
  explain: {
    en: () => ({
      what: "The kernel was built with `CONFIG_MODVERSIONS`; the module has no CRCs and is loaded all the same, which taints the kernel (F, forced).",
      why: "This kernel has `CONFIG_MODULE_FORCE_LOAD`: nothing then compares the types that the module was built with.",
      fix: "Build the module with the headers package and the `Module.symvers` of exactly this kernel.",
    }),
    zh: () => ({
      what: "内核编译时启用了 `CONFIG_MODVERSIONS`；模块没有 CRC，仍会被加载，并使内核带上污染标记 F（强制加载）。",
      why: "该内核启用了 `CONFIG_MODULE_FORCE_LOAD`：此时不再比较模块编译时所用的类型。",
      fix: "请使用与该内核完全对应的头文件包和 `Module.symvers` 重新编译模块。",
    }),
  },
});
