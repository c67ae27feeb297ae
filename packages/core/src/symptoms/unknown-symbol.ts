import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst, symbolsIn } from "./shared/words.ts";

export default defineSymptom({
  id: "unknown-symbol",
  title: { en: "A symbol is not there for the module", zh: "模块需要的符号不可用" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "err",
      needle: ": Unknown symbol ",
      // simplify_symbols() in kernel/module/main.c
      pattern: /(?<=(?<module>[^\s:]{1,64})): Unknown symbol (?<symbol>.*?) ?\(err (?:0|-2|-16|-11)\)/,
      checks: ["unknown-symbol", "symbol-of-unloaded-module", "gpl-only-symbol"],
      example: "it87x: Unknown symbol hwmon_vid_from_reg (err -2)",
    },
    {
      id: "without-errno",
      needle: ": Unknown symbol ",
      pattern: /(?<=(?<module>[^\s:]{1,64})): Unknown symbol (?<symbol>[\w.]+)[\s`*]*$/,
      example: "toad: Unknown symbol kallsyms_lookup_name",
    },
    {
      id: "insmod",
      needle: "nknown symbol in module",
      pattern:
        /\b(?:insmod|modprobe|insert)\b.*?'?(?<module>[^\s:']+)'?: ?(?:-\d+ )?[Uu]nknown symbol in module/,
      strength: "errno",
      example: "insmod: ERROR: could not insert module dm-dedup.ko: Unknown symbol in module",
    },
    {
      id: "depmod",
      needle: " needs unknown symbol ",
      pattern: /depmod: WARNING: (?<module>\S+) needs unknown symbol (?<symbol>\S+)/,
      example:
        "depmod: WARNING: /lib/modules/6.1.0-18-amd64/updates/dkms/vloop.ko needs unknown symbol v4l2_fh_add",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `${moduleFirst(seen, "en")} needs ${symbolsIn(seen, "en")}, and nothing that is loaded exports it to this module.`,
      why: "The module that exports it is not loaded (`insmod` does not load what a module depends on), the option that builds it is off, this kernel renamed or no longer exports it, or it is GPL-only and the module's licence is not GPL.",
      fix: "Install the module and run `sudo depmod -a`, then `sudo modprobe NAME` instead of `insmod`. If that does not help, `kofit check` tells who exports the symbol, or why nobody does.",
    }),
    zh: (seen) => ({
      what: `${moduleFirst(seen, "zh")} 需要 ${symbolsIn(seen, "zh")}，但已加载的内核和模块都没有向它导出。`,
      why: "导出它的模块没有加载（`insmod` 不会加载依赖），对应的内核选项没有启用，该内核改名或不再导出它，或者它仅限 GPL 而模块的许可证不是 GPL。",
      fix: "请安装模块并运行 `sudo depmod -a`，然后用 `sudo modprobe 名称` 代替 `insmod`。如果仍不行，`kofit check` 会说明由谁导出该符号，或为何没有人导出。",
    }),
  },
});
