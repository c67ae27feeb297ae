import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst, symbolsIn } from "./shared/words.ts";

export default defineSymptom({
  id: "restricted-export",
  title: { en: "The symbol is exported to named modules only", zh: "该符号只导出给指定的模块" },
  strength: "defect",
  during: "load",
  insteadOf: ["namespace"],
  signatures: [
    {
      id: "not-imported",
      needle: " from namespace module:",
      // EXPORT_SYMBOL_FOR_MODULES(), since Linux commit 707f853d7fa3 ("module: Provide EXPORT_SYMBOL_GPL_FOR_MODULES() helper") (in v6.16)
      pattern:
        /(?<module>[^\s:]{1,64})(?:: module|) uses symbol \(?(?<symbol>[^\s)]+)\)? from namespace module:(?<namespace>\S+?),? but/,
      checks: ["namespace-not-imported", "namespace-not-imported-allowed"],
      example:
        "ERROR: modpost: module vboxdrv uses symbol __flush_tlb_all from namespace module:kvm,kvm-amd,kvm-intel, but does not import it.",
    },
    {
      id: "import-refused",
      needle: ": module tries to import module namespace",
      pattern:
        /(?<=(?<module>[^\s:]{1,64})): module tries to import module namespace: module:(?<namespace>\S+)/,
      checks: ["module-namespace-imported"],
      example: "vboxdrv: module tries to import module namespace: module:kvm",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `${moduleFirst(seen, "en")} wants ${symbolsIn(seen, "en")}, which this kernel exports to \`${seen.first.namespace ?? "some modules"}\` and nobody else.`,
      why: "Since 6.16 the kernel can keep an export to modules that it names. An import statement does not help: modpost and the loader refuse it.",
      fix: "Take a version of the module that does without the symbol, or a kernel before 6.16.",
    }),
    zh: (seen) => ({
      what: `${moduleFirst(seen, "zh")} 需要 ${symbolsIn(seen, "zh")}，而该内核只把它导出给 \`${seen.first.namespace ?? "某些模块"}\`。`,
      why: "自 6.16 起，内核可以把导出限定给指定的模块。添加导入语句没有用：modpost 和加载器都会拒绝。",
      fix: "请使用不需要该符号的模块版本，或使用 6.16 之前的内核。",
    }),
  },
});
