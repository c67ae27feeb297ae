import { defineSymptom } from "./define-symptom.ts";
import { releaseIn } from "./shared/words.ts";

export default defineSymptom({
  id: "dkms-build-failed",
  title: { en: "DKMS could not build the module", zh: "DKMS 未能编译模块" },
  strength: "result",
  during: "upkeep",
  explains: ["dkms-breaks-upgrade"],
  signatures: [
    {
      id: "bad-status",
      needle: "Bad return status for module build",
      pattern: /Bad return status for module build on kernel: (?<release>[^\s(]+)/,
      example: "Error! Bad return status for module build on kernel: 6.8.0-45-generic (x86_64)",
    },
  ],
  next: ["preflight", "dkms"],
  explain: {
    en: (seen) => ({
      what: `DKMS could not build a module for ${releaseIn(seen)}; the compiler's own words are in its \`make.log\`.`,
      why: "Any error of the build ends so: headers, compiler, or a source that is too old for this kernel.",
      fix: "`kofit explain /var/lib/dkms/NAME/VERSION/build/make.log`, the file that the next line of DKMS names. Before another attempt `kofit preflight` tells whether headers and compiler are in order.",
    }),
    zh: (seen) => ({
      what: `DKMS 未能为 ${releaseIn(seen)} 编译模块；编译器的具体报错在 \`make.log\` 中。`,
      why: "任何编译错误都会这样结束：头文件、编译器，或源代码对该内核来说太旧。",
      fix: "请运行 `kofit explain /var/lib/dkms/名称/版本/build/make.log`，DKMS 的下一行输出给出了该文件。再次尝试之前，`kofit preflight` 可以检查头文件和编译器是否就绪。",
    }),
  },
});
