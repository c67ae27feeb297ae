import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "compile-error",
  title: { en: "The compiler stopped at the module's source", zh: "编译器在模块源代码处停止" },
  strength: "result",
  during: "build",
  explains: ["werror", "conftest-misdiagnosis"],
  signatures: [
    {
      id: "at-line",
      needle: ": error: ",
      pattern: /^(?<file>\S+\.[chS]):\d+(?::\d+)?: error: /,
      example: "/var/lib/dkms/vloop/1.0/build/vloop.c:88:5: error: stray ‘\\302’ in program",
    },
    {
      id: "translated",
      needle: ": erreur: ",
      pattern: /^(?<file>\S+\.[chS]):\d+(?::\d+)?: erreur: /,
      example: "vloop.c:88:5: erreur: expected ‘;’ before ‘}’ token",
    },
    {
      id: "german",
      needle: " Fehler: ",
      pattern: /^(?<file>\S+\.[chS]):\d+(?::\d+)?: (?:Schwerwiegender )?Fehler: /,
      example: "vloop.c:88:5: Fehler: expected ‘;’ before ‘}’ token",
    },
    {
      id: "chinese",
      needle: " 错误：",
      pattern: /^(?<file>\S+\.[chS]):\d+(?::\d+)?: (?:致命)?\s?错误：/,
      example: "vloop.c:88:5: 错误：expected ‘;’ before ‘}’ token",
    },
    {
      id: "ld",
      needle: ["ld: cannot find ", "ld.lld: error: ", ": undefined reference to "],
      pattern: /^\S*(?:ld: cannot find |ld\.lld: error: |: undefined reference to )/,
      example: "ld: cannot find /home/pi/vloop/blob.o: No such file or directory",
    },
  ],
  next: ["preflight"],
  explain: {
    en: (seen) => ({
      what: `The compiler reports an error${seen.first.file ? ` in \`${seen.first.file}\`` : ""} that is none of the kinds that kofit knows.`,
      why: "The source has an error, or does not fit this kernel or compiler.",
      fix: "The first error of the log counts, the rest may follow from it. `kofit preflight` tells whether headers and compiler are in order; if they are, the source is to blame, and its authors are to be asked.",
    }),
    zh: (seen) => ({
      what: `编译器报告了一个错误${seen.first.file ? `（\`${seen.first.file}\`）` : ""}，不属于 kofit 已知的类型。`,
      why: "源代码有错误，或与该内核、该编译器不符。",
      fix: "以日志中的第一个错误为准，其余可能由它引起。`kofit preflight` 可以检查头文件和编译器是否就绪；如果没有问题，就是源代码的原因，请联系其作者。",
    }),
  },
});
