import { defineCheck } from "../analyse/define-check.ts";
import { nameInKernel } from "../model/module-name.ts";

export default defineCheck({
  id: "module-named-vmlinux",
  title: { en: "The module is called vmlinux", zh: "模块名为 vmlinux" },
  effect: "refused",
  needs: { kernel: ["loaderOptions"], module: ["thisModule", "name"] },
  // klp_module_coming() in kernel/livepatch/core.c
  run: ({ kernel, module }) => {
    if (nameInKernel(module) !== "vmlinux") return [];
    return kernel.loaderOptions.has("livepatch") ? [{ name: "vmlinux" }] : [];
  },
  kernelSays: () => ({ errno: "EINVAL", log: ["livepatch: vmlinux.ko: invalid module name"] }),

  example: { name: "vmlinux" },
  explain: {
    en: ({ name }) => ({
      what: `The module is called \`${name}\`, the name that livepatch has for the kernel itself.`,
      why: "A kernel with `CONFIG_LIVEPATCH` could not tell the two apart.",
      fix: "Give it another name (`obj-m += NAME.o`) and build it again.",
    }),
    zh: ({ name }) => ({
      what: `模块名为 \`${name}\`，而热补丁机制用这个名字表示内核本身。`,
      why: "启用了 `CONFIG_LIVEPATCH` 的内核无法区分两者。",
      fix: "请换一个名字（`obj-m += NAME.o`）后重新编译。",
    }),
  },
});
