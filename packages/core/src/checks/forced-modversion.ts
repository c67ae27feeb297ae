import { defineCheck } from "../analyse/define-check.ts";
import { forced, forcedSays, firstForced } from "./shared/forced.ts";

const texts = forced({ en: "CRCs", zh: " CRC " });

export default defineCheck({
  id: "forced-modversion",
  title: { en: "Loads whatever the CRCs, by force", zh: "忽略 CRC 强制加载" },
  effect: "note",
  needs: { kernel: ["loaderOptions"], pair: ["kernelHasModversions"], state: ["loading", "taints"] },
  // try_to_force_load() in kernel/module/main.c with CONFIG_MODULE_FORCE_LOAD; it tells once, while untainted
  run: ({ kernel, pair, state }) =>
    state.loading.forceModversion && pair.kernelHasModversions && kernel.loaderOptions.has("force-load")
      ? [{ flag: "MODULE_INIT_IGNORE_MODVERSIONS", ...firstForced(state.taints) }]
      : [],

  kernelSays: (first, { module }) => forcedSays(module, "module_layout", first),

  example: { flag: "MODULE_INIT_IGNORE_MODVERSIONS", first: true },
  explain: { en: () => texts.en, zh: () => texts.zh },
});
