import { defineCheck } from "../analyse/define-check.ts";
import { saysInModinfo } from "./shared/modinfo.ts";
import { isFirst } from "./shared/taints.ts";

export default defineCheck({
  id: "taints-test",
  title: { en: "The first test module taints the kernel", zh: "第一个测试模块会给内核带上污染标记" },
  effect: "note",
  needs: { kernel: ["features"], module: ["modinfo"], state: ["taints"] },
  // check_modinfo() from 6.0 to 6.3, module_augment_kernel_taints() in kernel/module/main.c; told once
  run: ({ kernel, module, state }) =>
    saysInModinfo(module, "test") && isFirst(state.taints, "N") && kernel.features.has("test-taint")
      ? [{ taint: "N" }]
      : [],
  kernelSays: (_, { module }) => ({ errno: null, log: [`${module}: loading test module taints kernel.`] }),

  example: { taint: "N" },
  explain: {
    en: () => ({
      what: "The module holds tests of the kernel, and loading it taints the kernel (N).",
      why: "`.modinfo` has a `test=`, as modules with KUnit tests do; what tests leave behind may be the cause of later trouble.",
      fix: "Nothing needs to be done on a machine for tests; do not load it on any other.",
    }),
    zh: () => ({
      what: "该模块包含内核测试，加载后内核会带上污染标记 N。",
      why: "`.modinfo` 中有 `test=`（含 KUnit 测试的模块都有）；测试遗留的状态可能成为日后问题的原因。",
      fix: "在测试用的机器上无需处理；请勿在其他机器上加载。",
    }),
  },
});
