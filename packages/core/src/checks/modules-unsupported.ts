import { defineCheck } from "../analyse/define-check.ts";

export default defineCheck({
  id: "modules-unsupported",
  title: { en: "The kernel was built without modules", zh: "内核编译时不支持模块" },
  effect: "refused",
  needs: { state: ["hasModules"] },
  run: ({ state }) => (state.hasModules ? [] : [{ option: "CONFIG_MODULES" }]),
  // Without CONFIG_MODULES the system calls are not there: kernel/sys_ni.c
  kernelSays: () => ({ errno: "ENOSYS", log: [] }),

  example: { option: "CONFIG_MODULES" },
  explain: {
    en: ({ option }) => ({
      what: `This kernel was built without \`${option}\`: it can load no module at all.`,
      why: "Kernels of small virtual machines, containers and some boards are made of one piece.",
      fix: "Boot a kernel with modules, or build one that has the driver in it.",
    }),
    zh: ({ option }) => ({
      what: `该内核编译时没有启用 \`${option}\`：无法加载任何模块。`,
      why: "小型虚拟机、容器以及某些开发板的内核是一个整体，不含模块支持。",
      fix: "请启动支持模块的内核，或编译一个包含该驱动的内核。",
    }),
  },
});
