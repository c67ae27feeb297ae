import { defineCheck } from "../analyse/define-check.ts";

export default defineCheck({
  id: "module-loading-disabled",
  title: { en: "The kernel loads no modules any more", zh: "内核已不再加载任何模块" },
  effect: "refused",
  needs: { state: ["hasModules", "modulesDisabled"] },
  run: ({ state }) =>
    state.modulesDisabled === undefined || !state.hasModules ? [] : [{ by: state.modulesDisabled }],
  // may_init_module() in kernel/module/main.c
  kernelSays: () => ({ errno: "EPERM", log: [] }),

  example: { by: "modules_disabled" },
  explain: {
    en: ({ by }) => ({
      what:
        by === "nomodule"
          ? "The kernel was booted with `nomodule`: it loads no module at all."
          : "`kernel.modules_disabled` is 1: this kernel loads no more modules until the next boot.",
      why: "Somebody hardened this system; the kernel refuses without a word in its log, even to root.",
      fix:
        by === "nomodule"
          ? "Remove `nomodule` from the kernel's command line and boot again."
          : "Find what sets it (`grep -r modules_disabled /etc/sysctl* /usr/lib/sysctl.d`), let the module be loaded before that, and boot again.",
    }),
    zh: ({ by }) => ({
      what:
        by === "nomodule"
          ? "内核启动时带有 `nomodule`：不加载任何模块。"
          : "`kernel.modules_disabled` 为 1：在下次启动之前，该内核不再加载任何模块。",
      why: "该系统做过安全加固；即使是 root，内核也会拒绝，并且不在日志中留下任何信息。",
      fix:
        by === "nomodule"
          ? "请从内核命令行中去掉 `nomodule` 并重新启动。"
          : "请找出设置它的位置（`grep -r modules_disabled /etc/sysctl* /usr/lib/sysctl.d`），让模块在此之前加载，然后重新启动。",
    }),
  },
});
