import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "werror",
  title: { en: "A warning was made an error", zh: "警告被当作错误" },
  strength: "result",
  during: "build",
  insteadOf: ["compile-error"],
  signatures: [
    {
      id: "all-warnings",
      needle: "warnings being treated as errors",
      pattern: /cc1(?:plus)?: (?:all|some) warnings being treated as errors/,
      example: "cc1: all warnings being treated as errors",
    },
    {
      id: "flag",
      needle: "[-Werror",
      pattern: /error: .*\[-Werror[=,](?:-W)?(?<option>[\w+=-]+)\]/,
      example: "vloop.c:140:13: error: unused variable ‘irq’ [-Werror=unused-variable]",
    },
  ],
  next: [],
  explain: {
    en: ({ first: { option } }) => ({
      what: option
        ? `The compiler's warning \`-W${option}\` ended the build, because warnings count as errors here.`
        : "A warning of the compiler ended the build, because warnings count as errors here.",
      why: "The kernel was configured with `CONFIG_WERROR`, or the module's Makefile says `-Werror`; and this compiler is newer than the one that the source was written with.",
      fix: `Take a newer version of the module. To get on, make this one warning a warning again: \`make KCFLAGS=-Wno-error=${option ?? "NAME"}\`; not where types of pointers differ, for that corrupts calls.`,
    }),
    zh: ({ first: { option } }) => ({
      what: option
        ? `编译器的警告 \`-W${option}\` 使编译终止，因为这里把警告当作错误。`
        : "编译器的一个警告使编译终止，因为这里把警告当作错误。",
      why: "内核启用了 `CONFIG_WERROR`，或模块的 Makefile 使用了 `-Werror`；而当前编译器比编写源代码时所用的更新。",
      fix: `请使用该模块的较新版本。若要先继续，可以只把这一个警告恢复为警告：\`make KCFLAGS=-Wno-error=${option ?? "名称"}\`；但指针类型不符时不可以这样做，那会破坏调用。`,
    }),
  },
});
