import { defineCheck } from "../analyse/define-check.ts";
import { namespaceLine, notAdmitted } from "./shared/namespace.ts";

export default defineCheck({
  id: "namespace-not-imported-allowed",
  title: {
    en: "A namespace is not imported, and the kernel only warns",
    zh: "没有导入命名空间，但内核只是警告",
  },
  effect: "note",
  needs: { kernel: ["namespacePolicy", "features"], module: ["name"], pair: ["resolution"] },
  run: ({ kernel, module, pair }) => {
    const { namespaceNotImported } = pair.resolution;
    if (namespaceNotImported.length === 0) return [];
    return kernel.namespacePolicy === "warned" ? notAdmitted(namespaceNotImported, module.name, kernel) : [];
  },
  kernelSays: (evidence, { module }) => ({ errno: null, log: [namespaceLine(module, evidence)] }),

  example: { symbol: "dma_buf_put", symbolIndex: 10, namespace: "DMA_BUF", owner: "vmlinux" },
  explain: {
    en: ({ symbol, namespace, owner }) => ({
      what: `\`${symbol}\` (from \`${owner}\`) is in the namespace \`${namespace}\`, which the module does not import.`,
      why: "This kernel was built with `CONFIG_MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS`; others refuse the module.",
      fix: `Add \`MODULE_IMPORT_NS("${namespace}");\` to the module's source (before 6.13 without the quotes) and build it again.`,
    }),
    zh: ({ symbol, namespace, owner }) => ({
      what: `\`${symbol}\`（来自 \`${owner}\`）位于命名空间 \`${namespace}\`，而模块没有导入它。`,
      why: "该内核启用了 `CONFIG_MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS`；其他内核会拒绝该模块。",
      fix: `请在模块源代码中加入 \`MODULE_IMPORT_NS("${namespace}");\`（6.13 之前不带引号），然后重新编译。`,
    }),
  },
});
