import { defineCheck } from "../analyse/define-check.ts";
import { forcedInVain } from "./shared/forced.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "forced-vermagic-refused",
  title: { en: "The kernel does not load whatever the vermagic", zh: "内核不允许忽略 vermagic 加载" },
  effect: "refused",
  needs: { kernel: ["loaderOptions"], state: ["loading"] },
  run: ({ kernel, state }) =>
    state.loading.forceVermagic && !kernel.loaderOptions.has("force-load")
      ? [{ flag: "MODULE_INIT_IGNORE_VERMAGIC" }]
      : [],
  // check_modinfo() asks try_to_force_load() in kernel/module/main.c, which says nothing.
  kernelSays: () => noExec(),

  example: { flag: "MODULE_INIT_IGNORE_VERMAGIC" },
  explain: { en: ({ flag }) => forcedInVain(flag).en, zh: ({ flag }) => forcedInVain(flag).zh },
});
