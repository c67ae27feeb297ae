import { defineCheck } from "../analyse/define-check.ts";
import { forced, forcedSays, firstForced } from "./shared/forced.ts";

const texts = forced({ en: "the vermagic", zh: " vermagic " });

export default defineCheck({
  id: "forced-vermagic",
  title: { en: "Loads whatever the vermagic, by force", zh: "忽略 vermagic 强制加载" },
  effect: "note",
  needs: {
    kernel: ["loaderOptions"],
    module: ["modversions"],
    pair: ["kernelHasModversions"],
    state: ["loading", "taints"],
  },
  // try_to_force_load() in kernel/module/main.c with CONFIG_MODULE_FORCE_LOAD; it tells once, while untainted
  run: ({ kernel, module, pair, state }) =>
    state.loading.forceVermagic && kernel.loaderOptions.has("force-load")
      ? [
          {
            flag: "MODULE_INIT_IGNORE_VERMAGIC",
            ...firstForced(state.taints, pair.kernelHasModversions && !module.modversions),
          },
        ]
      : [],

  // Where CRCs are missing or looked away from, that was told before.
  kernelSays: (first, { module }) => forcedSays(module, "bad vermagic", first),

  example: { flag: "MODULE_INIT_IGNORE_VERMAGIC", first: true },
  explain: { en: () => texts.en, zh: () => texts.zh },
});
