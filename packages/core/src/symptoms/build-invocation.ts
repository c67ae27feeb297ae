import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "build-invocation",
  title: {
    en: "`make` was called in a way that kbuild does not take",
    zh: "`make` 的调用方式不被 kbuild 接受",
  },
  strength: "defect",
  during: "build",
  explains: ["headers-incomplete", "headers-config-drift"],
  signatures: [
    {
      id: "path",
      needle: ["directory cannot contain spaces or colons", "directory path cannot contain"],
      // the kernel's top Makefile
      pattern:
        /(?:source |main )directory cannot contain spaces or colons|module directory path cannot contain/,
      example: "Makefile:172: *** main directory cannot contain spaces or colons.  Stop.",
    },
    {
      id: "several",
      needle: "building multiple external modules is not",
      // M= is taken apart at the space
      pattern: /building multiple external modules is not supported/,
      example:
        "/usr/src/linux-headers-6.1.0-50-common/Makefile:157: *** building multiple external modules is not supported.  Stop.",
    },
    {
      id: "empty-directory",
      needle: " M= modules",
      // $(PWD) is empty below sudo
      pattern: /make\b.* -C \S*\/(?:build|source|linux\S*) (?:.* )?M= modules/,
      example: "make -C /lib/modules/5.15.0-91-generic/build M= modules",
    },
  ],
  next: [],
  explain: {
    en: ({ signatures }) => ({
      what: signatures.includes("empty-directory")
        ? "`M=` came out empty, so `make` began to build the kernel itself in its headers."
        : "The path of the module's source, or of the headers, has a space or a colon in it.",
      why: signatures.includes("empty-directory")
        ? "The module's Makefile says `M=$(PWD)`, and `sudo` takes `PWD` out of the environment."
        : "kbuild takes paths apart at spaces and colons.",
      fix: signatures.includes("empty-directory")
        ? "Build without `sudo`, or write `M=$(CURDIR)` into the Makefile. Reinstall the headers if `make` changed them."
        : "Move the source to a path without spaces and colons and build there.",
    }),
    zh: ({ signatures }) => ({
      what: signatures.includes("empty-directory")
        ? "`M=` 的值为空，于是 `make` 开始在头文件目录中编译内核本身。"
        : "模块源代码或头文件的路径中含有空格或冒号。",
      why: signatures.includes("empty-directory")
        ? "模块的 Makefile 使用 `M=$(PWD)`，而 `sudo` 会从环境中去掉 `PWD`。"
        : "kbuild 会在空格和冒号处拆分路径。",
      fix: signatures.includes("empty-directory")
        ? "请不用 `sudo` 编译，或在 Makefile 中写 `M=$(CURDIR)`。如果 `make` 改动了头文件，请重新安装头文件。"
        : "请把源代码移到不含空格和冒号的路径下再编译。",
    }),
  },
});
