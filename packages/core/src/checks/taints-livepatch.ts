import { defineCheck } from "../analyse/define-check.ts";
import { saysInModinfo } from "./shared/modinfo.ts";
import { isFirst } from "./shared/taints.ts";

export default defineCheck({
  id: "taints-livepatch",
  title: { en: "The first livepatch taints the kernel", zh: "第一个热补丁会给内核带上污染标记" },
  effect: "note",
  needs: { kernel: ["loaderOptions"], module: ["modinfo"], state: ["taints"] },
  // check_modinfo_livepatch() up to 6.3, module_augment_kernel_taints() in kernel/module/main.c; told once. Without
  // CONFIG_LIVEPATCH such a module is refused.
  run: ({ kernel, module, state }) =>
    saysInModinfo(module, "livepatch") && isFirst(state.taints, "K") && kernel.loaderOptions.has("livepatch")
      ? [{ taint: "K" }]
      : [],
  kernelSays: (_, { module }) => ({ errno: null, log: [`${module}: tainting kernel with TAINT_LIVEPATCH`] }),

  example: { taint: "K" },
  explain: {
    en: () => ({
      what: "The module is a livepatch, and loading it taints the kernel (K).",
      why: "`.modinfo` has a `livepatch=`; the mark tells those who read a bug report that functions of the kernel were replaced.",
      fix: "Nothing needs to be done.",
    }),
    zh: () => ({
      what: "该模块是热补丁，加载后内核会带上污染标记 K。",
      why: "`.modinfo` 中有 `livepatch=`；该标记提醒阅读错误报告的人：内核的一些函数已被替换。",
      fix: "无需处理。",
    }),
  },
});
