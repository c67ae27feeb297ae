import { defineCheck } from "../analyse/define-check.ts";
import { hasCome } from "../model/generation.ts";
import { hex } from "../model/hex.ts";
import { notZeroSays } from "./shared/relocations.ts";
import { landsOnFilled, misplaced } from "./shared/struct-module.ts";

export default defineCheck({
  id: "relocation-target-in-use",
  title: {
    en: "`struct module` is laid out differently and x86 notices",
    zh: "`struct module` 布局不同，并被 x86 发现",
  },
  effect: "refused",
  needs: { kernel: ["structModule", "architecture", "generation"], module: ["thisModule"] },
  run: ({ kernel, module }) => {
    // i386 and the others add to whatever is there. arch/x86/kernel/module.c, apply_relocate()
    if (kernel.architecture.name !== "x86_64" || !module.thisModule) return [];
    // Another size is refused long before, where it is looked at.
    const sameSize = module.thisModule.size === kernel.structModule.size;
    if (!sameSize && hasCome(kernel.generation, "6.4")) return [];
    return misplaced(module.thisModule, kernel.structModule).filter(({ moduleOffset }) =>
      landsOnFilled(moduleOffset, kernel.structModule),
    );
  },
  // R_X86_64_64 is 1
  kernelSays: (_, { features }) => notZeroSays(features, 1),

  example: { member: "exit", moduleOffset: 0x490, kernelOffset: 0x4a8 },
  explain: {
    en: ({ member, moduleOffset, kernelOffset }) => ({
      what: `\`${member}\` is at ${hex(moduleOffset)} of \`struct module\` in the module and at ${hex(kernelOffset)} in the kernel, which has filled the place where the module wants its address written.`,
      why: "The headers that the module was built with have another configuration than the kernel (often `CONFIG_DEBUG_INFO_BTF_MODULES` was lost where `pahole` is missing); the size may be equal, because it is rounded up to cache lines.",
      fix: "Compare `diff /boot/config-$(uname -r) /lib/modules/$(uname -r)/build/.config`, install `pahole` if `CONFIG_DEBUG_INFO_BTF_MODULES` is missing there, reinstall the headers package and build the module again.",
    }),
    zh: ({ member, moduleOffset, kernelOffset }) => ({
      what: `\`${member}\` 在模块的 \`struct module\` 中位于 ${hex(moduleOffset)}，在内核中位于 ${hex(kernelOffset)}；模块要写入地址的位置已被内核使用。`,
      why: "编译模块所用的头文件与内核的配置不同（常见的是在没有 `pahole` 的机器上丢失了 `CONFIG_DEBUG_INFO_BTF_MODULES`）；由于大小按缓存行取整，两边的大小可能仍然相同。",
      fix: "请运行 `diff /boot/config-$(uname -r) /lib/modules/$(uname -r)/build/.config` 比较配置，若其中缺少 `CONFIG_DEBUG_INFO_BTF_MODULES` 请安装 `pahole`，重新安装头文件包，然后重新编译模块。",
    }),
  },
});
