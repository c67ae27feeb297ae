import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "kbuild-api",
  title: {
    en: "The module's Makefile does not fit this kernel's kbuild",
    zh: "模块的 Makefile 与该内核的 kbuild 不符",
  },
  strength: "defect",
  during: "build",
  insteadOf: ["compile-error"],
  signatures: [
    {
      id: "subdirs",
      needle: "SUBDIRS' ",
      pattern: /'SUBDIRS' (?:was removed in Linux 5\.3|will be removed)/,
      example: "Makefile:142: 'SUBDIRS' was removed in Linux 5.3",
    },
    {
      id: "header",
      needle: ["fatal error: ", " Fehler: ", "erreur fatale", "致命错误："],
      pattern:
        /(?:fatal error: |schwerwiegender Fehler: | Fehler: |erreur fatale ?: |致命错误：)[‘']?(?<file>[\w./-]+\.h)\b/,
      example: "platform/platform_ops.c:15:10: fatal error: drv_types.h: No such file or directory",
    },
  ],
  next: ["preflight"],
  explain: {
    en: ({ first: { file }, signatures, release }) => ({
      what: signatures.includes("subdirs")
        ? "The Makefile calls kbuild with `SUBDIRS=`, which kernels since 5.3 do not know."
        : `The compiler does not find \`${file ?? "a header"}\`${release ? ` when it builds for ${release}` : ""}.`,
      why: signatures.includes("subdirs")
        ? "The module is older than `M=`."
        : "If the module brings the header along: its Makefile adds the directory with `EXTRA_CFLAGS`, which kbuild passes over since 6.15, or with a relative path, which means another place since 6.13. If it is the kernel's: it was moved (`asm/unaligned.h` is `linux/unaligned.h` since 6.12) or removed.",
      fix: signatures.includes("subdirs")
        ? "Write `make -C /lib/modules/$(uname -r)/build M=$PWD modules`, or take a newer version of the module."
        : "Take a newer version of the module; or write `ccflags-y += -I$(src)/include` in its Makefile instead of `EXTRA_CFLAGS`, or the header's new name in the source.",
    }),
    zh: ({ first: { file }, signatures, release }) => ({
      what: signatures.includes("subdirs")
        ? "Makefile 用 `SUBDIRS=` 调用 kbuild，而 5.3 以后的内核不认识它。"
        : `编译器找不到 \`${file ?? "某个头文件"}\`${release ? `（为 ${release} 编译时）` : ""}。`,
      why: signatures.includes("subdirs")
        ? "该模块早于 `M=` 的写法。"
        : "如果该头文件由模块自带：Makefile 用 `EXTRA_CFLAGS` 添加目录，而 kbuild 从 6.15 起忽略它；或者使用了相对路径，而从 6.13 起其含义已改变。如果是内核的头文件：它已被移动（6.12 起 `asm/unaligned.h` 改为 `linux/unaligned.h`）或删除。",
      fix: signatures.includes("subdirs")
        ? "请使用 `make -C /lib/modules/$(uname -r)/build M=$PWD modules`，或使用该模块的较新版本。"
        : "请使用该模块的较新版本；或在其 Makefile 中用 `ccflags-y += -I$(src)/include` 代替 `EXTRA_CFLAGS`，或在源代码中改用头文件的新名字。",
    }),
  },
});
