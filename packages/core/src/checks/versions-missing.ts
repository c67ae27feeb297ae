import { defineCheck } from "../analyse/define-check.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "versions-missing",
  title: { en: "The kernel wants CRCs and the module has none", zh: "内核要求 CRC，而模块没有" },
  effect: "refused",
  needs: {
    kernel: ["loaderOptions"],
    module: ["modversions"],
    pair: ["kernelHasModversions"],
    state: ["loading"],
  },
  run: ({ kernel, module, pair, state }) =>
    !module.modversions &&
    !state.loading.forceModversion &&
    pair.kernelHasModversions &&
    !kernel.loaderOptions.has("force-load")
      ? [{ kernelHasModversions: true }]
      : [],
  // check_modstruct_version() asks try_to_force_load() in kernel/module/main.c, which says nothing.
  kernelSays: () => noExec(),

  example: { kernelHasModversions: true },
  explain: {
    en: () => ({
      what: "The kernel was built with `CONFIG_MODVERSIONS` and wants a CRC for every symbol; the module has no `__versions` section.",
      why: "It was built with headers whose configuration lacks `CONFIG_MODVERSIONS`, or without `Module.symvers`; the kernel refuses it without a word in its log.",
      fix: "Install the headers package of exactly this kernel, check `grep MODVERSIONS /lib/modules/$(uname -r)/build/.config`, and build the module again.",
    }),
    zh: () => ({
      what: "内核编译时启用了 `CONFIG_MODVERSIONS`，要求每个符号都有 CRC，而模块没有 `__versions` 节。",
      why: "编译模块所用的头文件配置中没有 `CONFIG_MODVERSIONS`，或者缺少 `Module.symvers`；内核拒绝它时不会在日志中留下任何信息。",
      fix: "请安装与该内核完全对应的头文件包，用 `grep MODVERSIONS /lib/modules/$(uname -r)/build/.config` 确认配置，然后重新编译模块。",
    }),
  },
});
