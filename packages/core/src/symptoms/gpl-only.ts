import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst, symbolsIn } from "./shared/words.ts";

export default defineSymptom({
  id: "gpl-only",
  title: { en: "A GPL-only symbol meets a module that is not GPL", zh: "仅限 GPL 的符号遇到非 GPL 模块" },
  strength: "defect",
  during: "load",
  explains: ["unknown-symbol"],
  signatures: [
    {
      id: "proprietary-owner",
      needle: ": module using GPL-only symbols uses symbols",
      // inherit_taint() in kernel/module/main.c
      pattern:
        /(?<=(?<module>[^\s:]{1,64})): module using GPL-only symbols uses symbols(?: (?<symbol>\S+))? from proprietary module (?<owner>[^\s.]+)/,
      checks: ["proprietary-owner"],
      example:
        "nvlink_user: module using GPL-only symbols uses symbols nv_get_peer from proprietary module nvidia.",
    },
    {
      id: "symbol-get",
      needle: "failing symbol_get of non-GPLONLY symbol",
      pattern: /failing symbol_get of non-GPLONLY symbol (?<symbol>\w+)/,
      example: "failing symbol_get of non-GPLONLY symbol nvfs_register.",
    },
    {
      id: "modpost",
      needle: "GPL-incompatible module",
      // check_for_gpl_usage() in scripts/mod/modpost.c
      pattern: /GPL-incompatible module (?<module>\S+) uses GPL-only symbol '(?<symbol>[^']+)'/,
      example: "ERROR: modpost: GPL-incompatible module zfs.ko uses GPL-only symbol 'migrate_disable'",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `${moduleFirst(seen, "en")} uses ${symbolsIn(seen, "en")}, which this kernel gives to GPL modules only.`,
      why: "The licence that the module states is not GPL. Often the source did not change: a configuration (RT, lock debugging, RCU) or a newer release turned an inline function into a call of a GPL-only symbol.",
      fix: "Take a version of the module that avoids the symbol, or a kernel of another flavour, without those debugging options. The licence statement is its author's to change, nobody else's.",
    }),
    zh: (seen) => ({
      what: `${moduleFirst(seen, "zh")} 使用了 ${symbolsIn(seen, "zh")}，而该内核只向 GPL 模块提供它。`,
      why: "模块声明的许可证不是 GPL。源代码往往没有变化：是某个配置（RT、锁调试、RCU）或更新的内核版本把内联函数变成了对仅限 GPL 符号的调用。",
      fix: "请使用避开该符号的模块版本，或使用没有这些调试选项的内核。许可证声明只能由作者更改。",
    }),
  },
});
