import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "conftest-misdiagnosis",
  title: { en: "A configure script could not compile its probe", zh: "configure 脚本的探测模块未能编译" },
  strength: "result",
  during: "build",
  signatures: [
    {
      id: "no-modules",
      needle: "This kernel does not include the required loadable module",
      pattern: /This kernel does not include the required loadable module/,
      example: "\t*** This kernel does not include the required loadable module",
    },
    {
      id: "nvidia",
      needle: "wrong or improperly configured kernel sources",
      pattern: /wrong or improperly configured kernel sources/,
      example:
        "ERROR: Unable to load the kernel module 'nvidia.ko'. This happens most frequently when this kernel module was built against the wrong or improperly configured kernel sources, with a version of gcc that differs from the one used to build the target kernel",
    },
    {
      id: "cannot-build-module",
      needle: "*** Unable to build an empty module",
      pattern: /\*\*\* Unable to build an empty module/,
      example: "*** Unable to build an empty module.",
    },
  ],
  next: ["preflight"],
  explain: {
    en: () => ({
      what: "The script built a little module to try the kernel out, that failed, and what it says now is a guess.",
      why: "Hardly ever is `CONFIG_MODULES` off or the source wrong: the compiler does not fit, a tool is missing, or the headers are not whole.",
      fix: "Read the first error in the probe's own log: `build/*/make.log` or `config.log` (ZFS), `/var/log/nvidia-installer.log`; give it to `kofit explain`. `kofit preflight` builds such a little module, too, and says what is wrong.",
    }),
    zh: () => ({
      what: "脚本编译了一个小模块来探测内核，但编译失败，它现在给出的说法只是猜测。",
      why: "几乎不会是 `CONFIG_MODULES` 关闭或源代码错误：通常是编译器不符、缺少工具或头文件不完整。",
      fix: "请查看探测过程自己的日志中的第一个错误：`build/*/make.log` 或 `config.log`（ZFS）、`/var/log/nvidia-installer.log`，并交给 `kofit explain`。`kofit preflight` 也会编译这样的小模块并说明问题所在。",
    }),
  },
});
