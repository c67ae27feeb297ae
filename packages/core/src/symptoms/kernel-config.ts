import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "kernel-config",
  title: { en: "The kernel's configuration has no modules", zh: "内核配置未启用模块" },
  strength: "defect",
  during: "build",
  signatures: [
    {
      id: "modules-off",
      needle: "The present kernel ",
      // the kernel's top Makefile
      pattern: /The present kernel (?:configuration has modules disabled|disabled CONFIG_MODULES)/,
      example: "The present kernel configuration has modules disabled.",
    },
  ],
  next: ["preflight"],
  explain: {
    en: () => ({
      what: "The configuration of the build directory says `CONFIG_MODULES=n`, or is not there.",
      why: "The tree was configured for another kernel (`make tinyconfig`, a firmware's), or never; or its `include/config/auto.conf` is missing, so every option counts as off.",
      fix: "Give the tree the configuration of the running kernel (`/proc/config.gz` or `/boot/config-$(uname -r)`) and run `make modules_prepare`; better, install the kernel's headers package.",
    }),
    zh: () => ({
      what: "编译目录的配置中 `CONFIG_MODULES=n`，或者没有配置。",
      why: "该源代码树是为另一个内核配置的（`make tinyconfig`、固件的配置），或从未配置；也可能缺少 `include/config/auto.conf`，于是所有选项都视为关闭。",
      fix: "请把正在运行的内核的配置（`/proc/config.gz` 或 `/boot/config-$(uname -r)`）放入源代码树并运行 `make modules_prepare`；更好的办法是安装内核的头文件包。",
    }),
  },
});
