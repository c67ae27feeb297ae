import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { landsOnFilled, type Misplaced, misplaced } from "./shared/struct-module.ts";

const list = (found: readonly Misplaced[], text: (one: Misplaced) => string, separator: string): string =>
  found.map(text).join(separator);

export default defineCheck({
  id: "struct-module-layout",
  title: {
    en: "`struct module` has the right size and another layout",
    zh: "`struct module` 大小相同而布局不同",
  },
  effect: "unsafe",
  strayAccess: true,
  needs: { kernel: ["structModule", "architecture"], module: ["thisModule"] },
  // No kernel compares offsets; x86_64 notices one case, see relocation-target-in-use.
  run: ({ kernel, module }) => {
    if (!module.thisModule || module.thisModule.size !== kernel.structModule.size) return [];
    const found = misplaced(module.thisModule, kernel.structModule);
    if (found.length === 0) return [];
    const noticed =
      kernel.architecture.name === "x86_64" &&
      found.some(({ moduleOffset }) => landsOnFilled(moduleOffset, kernel.structModule));
    return noticed ? [] : [{ size: kernel.structModule.size, misplaced: found }];
  },

  example: { size: 1280, misplaced: [{ member: "exit", moduleOffset: 0x490, kernelOffset: 0x4a8 }] },
  explain: {
    en: ({ size, misplaced: found }) => ({
      what: `\`struct module\` has ${size} bytes on both sides, but ${list(found, (m) => `\`${m.member}\` is at ${hex(m.moduleOffset)} in the module and at ${hex(m.kernelOffset)} in the kernel`, ", ")}.`,
      why: "The headers that the module was built with have another configuration than the kernel (often `CONFIG_DEBUG_INFO_BTF_MODULES` was lost where `pahole` is missing), and rounding to a cache line hides it: the kernel checks the size only, does not find the function and may write over another member.",
      fix: "Do not load it; compare `diff /boot/config-$(uname -r) /lib/modules/$(uname -r)/build/.config`, install `pahole` if `CONFIG_DEBUG_INFO_BTF_MODULES` is missing there, reinstall the headers package and build the module again.",
    }),
    zh: ({ size, misplaced: found }) => ({
      what: `\`struct module\` 在两边都是 ${size} 字节，但${list(found, (m) => ` \`${m.member}\` 在模块中位于 ${hex(m.moduleOffset)}，在内核中位于 ${hex(m.kernelOffset)}`, "；")}。`,
      why: "编译模块所用的头文件与内核的配置不同（常见的是在没有 `pahole` 的机器上丢失了 `CONFIG_DEBUG_INFO_BTF_MODULES`），而按缓存行取整掩盖了这一差异：内核只检查大小，会找不到该函数，还可能覆盖其他成员。",
      fix: "请不要加载它；请运行 `diff /boot/config-$(uname -r) /lib/modules/$(uname -r)/build/.config` 比较配置，若其中缺少 `CONFIG_DEBUG_INFO_BTF_MODULES` 请安装 `pahole`，重新安装头文件包，然后重新编译模块。",
    }),
  },
});
