import { defineSymptom } from "./define-symptom.ts";
import { releaseIn, symbolsIn } from "./shared/words.ts";

export default defineSymptom({
  id: "modpost-undefined",
  title: { en: "modpost finds no export for a symbol", zh: "modpost 找不到符号的导出" },
  strength: "defect",
  during: "build",
  signatures: [
    {
      id: "undefined",
      needle: "] undefined!",
      // check_exports() in scripts/mod/modpost.c
      pattern: /"(?<symbol>[^"\s]+)" \[(?<file>[^\]]+)\] undefined!/,
      example: 'ERROR: modpost: "cfg80211_external_auth_request" [/home/u/88x2bu/88x2bu.ko] undefined!',
    },
  ],
  next: ["preflight"],
  explain: {
    en: (seen) => ({
      what: `The module needs ${symbolsIn(seen, "en")}, and no \`Module.symvers\` that the build knows lists that.`,
      why: "This kernel does not export it (renamed, taken back, its option is off, exports are trimmed); or it belongs to another out-of-tree module whose `Module.symvers` was not given. Where everyday symbols such as `kfree` are among them, the kernel's own `Module.symvers` is missing or empty.",
      fix: `\`grep -w ${plainSymbol(seen.symbols[0])} /lib/modules/${releaseIn(seen)}/build/Module.symvers\` tells whether the kernel has it. For a symbol of another module: \`make … KBUILD_EXTRA_SYMBOLS=/path/to/its/Module.symvers\`; else a version of the source for this release. Do not turn it into a warning: the module would not load.`,
    }),
    zh: (seen) => ({
      what: `模块需要 ${symbolsIn(seen, "zh")}，但编译时已知的 \`Module.symvers\` 中都没有它。`,
      why: "该内核没有导出它（改名、取消导出、选项未启用、导出被裁剪），或者它属于另一个树外模块而没有给出其 `Module.symvers`。如果其中有 `kfree` 这样的常用符号，则是内核自己的 `Module.symvers` 缺失或为空。",
      fix: `\`grep -w ${plainSymbol(seen.symbols[0])} /lib/modules/${releaseIn(seen)}/build/Module.symvers\` 可以看出内核是否导出它。若属于另一个模块：\`make … KBUILD_EXTRA_SYMBOLS=/路径/Module.symvers\`；否则请使用支持该内核版本的源代码。不要把它降为警告：那样的模块无法加载。`,
    }),
  },
});

const plainSymbol = (symbol = "SYMBOL"): string => (/^\w+$/.test(symbol) ? symbol : "SYMBOL");
