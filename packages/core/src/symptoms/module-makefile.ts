import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "module-makefile",
  title: {
    en: "The module's Makefile replaces flags of the kernel",
    zh: "模块的 Makefile 覆盖了内核的编译参数",
  },
  strength: "defect",
  during: "build",
  insteadOf: ["compile-error"],
  signatures: [
    {
      id: "constraint",
      needle: "impossible constraint in ",
      pattern: /impossible constraint in .asm/,
      example: "./include/linux/compiler_types.h:360:20: error: impossible constraint in ‘asm’",
    },
    {
      id: "position-independent",
      needle: "code model kernel does not support PIC mode",
      pattern: /code model kernel does not support PIC mode/,
      example: "cc1: error: code model kernel does not support PIC mode",
    },
    {
      id: "changed-flags",
      needle: "CFLAGS was changed in ",
      pattern: /CFLAGS was changed in "?(?<file>[^".\s]*)/,
      example:
        'scripts/Makefile.build:46: *** CFLAGS was changed in "/home/u/vloop/Makefile". Fix it to use ccflags-y.  Stop.',
    },
  ],
  next: [],
  explain: {
    en: () => ({
      what: "The module is compiled without flags that kernel code needs (optimisation, code model).",
      why: "Its Makefile sets `KBUILD_CFLAGS` or `CFLAGS` with `=`, which throws the kernel's own flags away.",
      fix: "Write `ccflags-y += …` in the module's Makefile, never `CFLAGS =` or `KBUILD_CFLAGS =`, and build from clean.",
    }),
    zh: () => ({
      what: "模块编译时缺少内核代码必需的参数（优化、代码模型）。",
      why: "其 Makefile 用 `=` 设置了 `KBUILD_CFLAGS` 或 `CFLAGS`，丢掉了内核自己的参数。",
      fix: "请在模块的 Makefile 中使用 `ccflags-y += …`，不要写 `CFLAGS =` 或 `KBUILD_CFLAGS =`，然后清理并重新编译。",
    }),
  },
});
