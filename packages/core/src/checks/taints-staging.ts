import { defineCheck } from "../analyse/define-check.ts";
import { saysInModinfo } from "./shared/modinfo.ts";

export default defineCheck({
  id: "taints-staging",
  title: {
    en: "A module of the staging directory taints the kernel",
    zh: "来自 staging 目录的模块会给内核带上污染标记",
  },
  effect: "note",
  needs: { module: ["modinfo"] },
  // check_modinfo() up to 6.3, module_augment_kernel_taints() in kernel/module/main.c; told each time
  run: ({ module }) => (saysInModinfo(module, "staging") ? [{ taint: "C" }] : []),
  kernelSays: (_, { module }) => ({
    errno: null,
    log: [`${module}: module is from the staging directory, the quality is unknown, you have been warned.`],
  }),

  example: { taint: "C" },
  explain: {
    en: () => ({
      what: "The module comes from `drivers/staging`, and loading it taints the kernel (C).",
      why: "`.modinfo` has a `staging=`; such drivers are in the kernel's tree before they are good enough for it.",
      fix: "Nothing needs to be done; look for a driver outside of `drivers/staging` if it gives trouble.",
    }),
    zh: () => ({
      what: "该模块来自 `drivers/staging`，加载后内核会带上污染标记 C。",
      why: "`.modinfo` 中有 `staging=`；这类驱动在质量达标之前就已收入内核源码树。",
      fix: "无需处理；如果它出现问题，请寻找 `drivers/staging` 之外的驱动。",
    }),
  },
});
