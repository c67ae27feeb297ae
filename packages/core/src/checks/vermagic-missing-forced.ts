import { defineCheck } from "../analyse/define-check.ts";
import { forcedSays, firstForced } from "./shared/forced.ts";
import { linkedByHand } from "./shared/damaged.ts";

export default defineCheck({
  id: "vermagic-missing-forced",
  title: { en: "Loads without vermagic, by force", zh: "没有 vermagic，被强制加载" },
  effect: "note",
  needs: {
    kernel: ["loaderOptions"],
    module: ["vermagic", "modversions"],
    pair: ["kernelHasModversions"],
    state: ["loading", "taints"],
  },
  run: ({ kernel, module, pair, state }) =>
    module.vermagic === undefined && !state.loading.forceVermagic && kernel.loaderOptions.has("force-load")
      ? [
          {
            vermagic: null,
            ...firstForced(state.taints, pair.kernelHasModversions && !module.modversions),
          },
        ]
      : [],

  // Where CRCs are missing or looked away from, that was told before.
  kernelSays: (first, { module }) => forcedSays(module, "bad vermagic", first),

  example: { vermagic: null, first: true },
  explain: {
    en: () => ({
      what: "The module's `.modinfo` has no `vermagic=`; it is loaded all the same, which taints the kernel (F, forced).",
      why: "This kernel has `CONFIG_MODULE_FORCE_LOAD`: nothing then tells for which release and options the module was built.",
      ...linkedByHand.en,
    }),
    zh: () => ({
      what: "模块的 `.modinfo` 中没有 `vermagic=`；它仍会被加载，并使内核带上污染标记 F（强制加载）。",
      why: "该内核启用了 `CONFIG_MODULE_FORCE_LOAD`：此时无从得知模块是为哪个内核版本和选项编译的。",
      ...linkedByHand.zh,
    }),
  },
});
