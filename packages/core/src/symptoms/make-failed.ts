import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "make-failed",
  title: { en: "The build failed; the reason stands further up", zh: "编译失败，原因在更前面的输出中" },
  strength: "aftermath",
  during: "build",
  signatures: [
    {
      id: "make-error",
      needle: ["]: *** [", "make: *** ["],
      pattern: /(?:make\[\d+\]: \*\*\* \[|make: \*\*\* \[)[^\]]*\] \S+ \d+/,
      example: "make[2]: *** [scripts/Makefile.build:250: /home/pi/vloop/vloop.o] Error 1",
    },
    {
      id: "exit-status",
      needle: "(bad exit status: ",
      pattern: /\(bad exit status: \d+\)/,
      example: "Building module(s)....(bad exit status: 2)",
    },
    {
      id: "clang-count",
      needle: " generated.",
      pattern: /^\d+ errors? generated\.$/,
      example: "2 errors generated.",
    },
  ],
  next: ["preflight"],
  explain: {
    en: () => ({
      what: "`make` ended with an error, and no line of the log says why in words that kofit knows.",
      why: "`Error 1` and `Error 2` only pass on that a command before them failed.",
      fix: "Give the whole output: `make 2>&1 | kofit explain`, or with DKMS the file `/var/lib/dkms/NAME/VERSION/build/make.log`.",
    }),
    zh: () => ({
      what: "`make` 以错误结束，而日志中没有 kofit 能识别的、说明原因的行。",
      why: "`Error 1`、`Error 2`（错误 1、错误 2）只是说明之前的某条命令失败了。",
      fix: "请给出完整输出：`make 2>&1 | kofit explain`；使用 DKMS 时请给出 `/var/lib/dkms/名称/版本/build/make.log`。",
    }),
  },
});
