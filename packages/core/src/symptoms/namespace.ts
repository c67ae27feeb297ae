import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst, symbolsIn } from "./shared/words.ts";

export default defineSymptom({
  id: "namespace",
  title: { en: "A symbol's namespace is not imported", zh: "没有导入符号所在的命名空间" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "not-imported",
      needle: ", but does not import it",
      // verify_namespace_is_imported() in kernel/module/main.c; check_exports() in scripts/mod/modpost.c
      pattern:
        /(?<module>[^\s:]{1,64})(?:: module|) uses symbol \(?(?<symbol>[^\s)]+)\)? from namespace (?<namespace>\S+), but does not import it/,
      checks: ["namespace-not-imported", "namespace-not-imported-allowed"],
      example: "kvmfr: module uses symbol (dma_buf_get) from namespace DMA_BUF, but does not import it.",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `${moduleFirst(seen, "en")} uses ${symbolsIn(seen, "en")} of the namespace \`${seen.first.namespace ?? "…"}\` and does not import that namespace.`,
      why: "Kernels put more and more exports into namespaces; the source was written before this one was.",
      fix: `Take a newer version of the module, or add \`MODULE_IMPORT_NS("${seen.first.namespace ?? "NS"}");\` to its source (without the quotes before 6.13) and build again.`,
    }),
    zh: (seen) => ({
      what: `${moduleFirst(seen, "zh")} 使用了命名空间 \`${seen.first.namespace ?? "…"}\` 中的 ${symbolsIn(seen, "zh")}，但没有导入该命名空间。`,
      why: "内核把越来越多的导出符号放入命名空间；源代码编写时还没有这个命名空间。",
      fix: `请使用较新的模块版本，或在源代码中加入 \`MODULE_IMPORT_NS("${seen.first.namespace ?? "NS"}");\`（6.13 之前不带引号）后重新编译。`,
    }),
  },
});
