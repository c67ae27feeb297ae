import { defineCheck } from "../analyse/define-check.ts";
import { saysInModinfo } from "./shared/modinfo.ts";
import { isFirst } from "./shared/taints.ts";

export default defineCheck({
  id: "taints-out-of-tree",
  title: { en: "The first out-of-tree module taints the kernel", zh: "第一个树外模块会给内核带上污染标记" },
  effect: "note",
  needs: { module: ["modinfo"], state: ["taints"] },
  // module_augment_kernel_taints() in kernel/module/main.c, up to 6.3 check_modinfo(); told once, while untainted
  run: ({ module, state }) =>
    isFirst(state.taints, "O") && !saysInModinfo(module, "intree") ? [{ taint: "O" }] : [],
  kernelSays: (_, { module }) => ({
    errno: null,
    log: [`${module}: loading out-of-tree module taints kernel.`],
  }),

  example: { taint: "O" },
  explain: {
    en: () => ({
      what: "The module was built outside the kernel's tree, and loading it taints the kernel (O).",
      why: "`.modinfo` has no `intree=`; the mark tells those who read a bug report that code is at work which they do not have.",
      fix: "Nothing needs to be done.",
    }),
    zh: () => ({
      what: "该模块在内核源码树之外编译，加载后内核会带上污染标记 O。",
      why: "`.modinfo` 中没有 `intree=`；该标记提醒阅读错误报告的人：内核中运行着他们没有的代码。",
      fix: "无需处理。",
    }),
  },
});
