import { defineCheck } from "../analyse/define-check.ts";
import { countsAsUnsigned } from "./shared/signature.ts";
import { isFirst } from "./shared/taints.ts";

export default defineCheck({
  id: "taints-unsigned",
  title: { en: "The first unsigned module taints the kernel", zh: "第一个未签名的模块会给内核带上污染标记" },
  effect: "note",
  needs: {
    kernel: ["moduleSigning", "signaturePolicy"],
    module: ["signature"],
    pair: ["signature"],
    state: ["taints"],
  },
  // module_augment_kernel_taints() in kernel/module/main.c, up to 6.3 load_module(); told once
  run: ({ kernel, module, pair, state }) =>
    isFirst(state.taints, "E") &&
    countsAsUnsigned(module.signature, pair.signature) &&
    kernel.signaturePolicy === "permissive" &&
    kernel.moduleSigning.verifies
      ? [{ taint: "E" }]
      : [],
  kernelSays: (_, { module }) => ({
    errno: null,
    log: [`${module}: module verification failed: signature and/or required key missing - tainting kernel`],
  }),

  example: { taint: "E" },
  explain: {
    en: () => ({
      what: "The module counts as unsigned; the kernel loads it all the same and is tainted (E).",
      why: "This kernel verifies signatures (`CONFIG_MODULE_SIG`) without insisting on them.",
      fix: "Nothing needs to be done; under Secure Boot the module would have to be signed.",
    }),
    zh: () => ({
      what: "该模块视为未签名；内核仍会加载它，并带上污染标记 E。",
      why: "该内核会验证签名（`CONFIG_MODULE_SIG`），但不强制要求签名。",
      fix: "无需处理；但在安全启动 Secure Boot 下，模块必须签名。",
    }),
  },
});
