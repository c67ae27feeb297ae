import { defineCheck } from "../analyse/define-check.ts";
import { misplaced, sizeDifference, sizesDiffer } from "./shared/struct-module.ts";

export default defineCheck({
  id: "this-module-size-unchecked",
  title: {
    en: "`struct module` has another size, and this kernel does not look",
    zh: "`struct module` 的大小不同，而该内核不作检查",
  },
  effect: "unsafe",
  strayAccess: true,
  needs: { kernel: ["structModule", "architecture"], module: ["thisModule"] },
  // Kernels before 6.4 copy the section and take its start for their own struct module: move_module() in kernel/module/main.c
  run: ({ kernel, module }) => {
    const { thisModule } = module;
    if (!thisModule) return [];
    const differs = sizeDifference(thisModule, kernel);
    return differs ? [{ ...differs, misplaced: misplaced(thisModule, kernel.structModule) }] : [];
  },

  example: {
    moduleSize: 0x4c0,
    kernelSize: 0x500,
    difference: -64,
    misplaced: [{ member: "exit", moduleOffset: 0x490, kernelOffset: 0x4a8 }],
    cacheLine: 64,
  },
  explain: {
    en: (evidence) => ({
      what: sizesDiffer(evidence).en,
      why: "The headers have another configuration than the kernel, and kernels before 6.4 do not compare the sizes: this one reads and writes the wrong members, or memory behind the module, and may crash when the module is loaded, used or removed.",
      fix: "Do not load it; install the headers of exactly this kernel, make sure that their `.config` equals `/boot/config-$(uname -r)`, and build the module again.",
    }),
    zh: (evidence) => ({
      what: sizesDiffer(evidence).zh,
      why: "头文件与内核的配置不同，而 6.4 之前的内核不比较这一大小：内核会读写错误的成员或模块之后的内存，在加载、使用或卸载模块时都可能崩溃。",
      fix: "请不要加载它；请安装与该内核完全对应的头文件，确认其 `.config` 与 `/boot/config-$(uname -r)` 一致，然后重新编译模块。",
    }),
  },
});
