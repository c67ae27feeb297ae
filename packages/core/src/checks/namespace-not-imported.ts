import { defineCheck } from "../analyse/define-check.ts";
import { namespaceLine, notAdmitted } from "./shared/namespace.ts";
import { symbolSays } from "./shared/says.ts";

export default defineCheck({
  id: "namespace-not-imported",
  title: { en: "A symbol's namespace is not imported", zh: "没有导入符号所在的命名空间" },
  effect: "refused",
  needs: { kernel: ["namespacePolicy", "features"], module: ["name"], pair: ["resolution"] },
  run: ({ kernel, module, pair }) => {
    const { namespaceNotImported } = pair.resolution;
    if (namespaceNotImported.length === 0) return [];
    return kernel.namespacePolicy === "warned" ? [] : notAdmitted(namespaceNotImported, module.name, kernel);
  },
  kernelSays: (evidence, context) =>
    symbolSays(context, evidence.symbol, namespaceLine(context.module, evidence)),

  example: { symbol: "dma_buf_put", symbolIndex: 10, namespace: "DMA_BUF", owner: "vmlinux" },
  explain: {
    en: ({ symbol, namespace, owner }) => ({
      what: `\`${symbol}\` (from \`${owner}\`) is in the namespace \`${namespace}\`, which the module does not import.`,
      why: "Symbols in a namespace are meant for a few users; a module has to say that it is one of them.",
      fix: `Add \`MODULE_IMPORT_NS("${namespace}");\` to the module's source (before 6.13 without the quotes) and build it again.`,
    }),
    zh: ({ symbol, namespace, owner }) => ({
      what: `\`${symbol}\`（来自 \`${owner}\`）位于命名空间 \`${namespace}\`，而模块没有导入它。`,
      why: "命名空间中的符号只供少数使用者使用，模块必须声明自己是其中之一。",
      fix: `请在模块源代码中加入 \`MODULE_IMPORT_NS("${namespace}");\`（6.13 之前不带引号），然后重新编译。`,
    }),
  },
});
