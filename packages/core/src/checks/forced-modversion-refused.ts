import { defineCheck } from "../analyse/define-check.ts";
import { forcedInVain } from "./shared/forced.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "forced-modversion-refused",
  title: { en: "The kernel does not load whatever the CRCs", zh: "内核不允许忽略 CRC 加载" },
  effect: "refused",
  needs: { kernel: ["loaderOptions"], pair: ["kernelHasModversions"], state: ["loading"] },
  run: ({ kernel, pair, state }) =>
    state.loading.forceModversion && pair.kernelHasModversions && !kernel.loaderOptions.has("force-load")
      ? [{ flag: "MODULE_INIT_IGNORE_MODVERSIONS" }]
      : [],
  // check_modstruct_version() asks try_to_force_load() in kernel/module/main.c, which says nothing.
  kernelSays: () => noExec(),

  example: { flag: "MODULE_INIT_IGNORE_MODVERSIONS" },
  explain: { en: ({ flag }) => forcedInVain(flag).en, zh: ({ flag }) => forcedInVain(flag).zh },
});
