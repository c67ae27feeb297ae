import { defineCheck } from "../analyse/define-check.ts";
import { sizeDifference, sizesDiffer } from "./shared/struct-module.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "this-module-size",
  title: { en: "`struct module` has another size than the kernel's", zh: "`struct module` 的大小与内核不同" },
  effect: "refused",
  needs: { kernel: ["structModule", "architecture"], module: ["thisModule"] },
  run: ({ kernel, module }) => {
    const differs = sizeDifference(module.thisModule, kernel);
    return differs ? [differs] : [];
  },
  // elf_validity_cache_copy(), later elf_validity_cache_index_mod(), in kernel/module/main.c
  kernelSays: (_, { moduleInElfChecks }) =>
    noExec(
      `module ${moduleInElfChecks}: .gnu.linkonce.this_module section size must match the kernel's built struct module size at run time`,
    ),

  example: { moduleSize: 0x4c0, kernelSize: 0x500, difference: -64, cacheLine: 64 },
  explain: {
    en: (evidence) => ({
      what: sizesDiffer(evidence).en,
      why: "The headers that the module was built with have another configuration than the kernel, although release and vermagic may agree; most often they re-configured themselves on a machine without `pahole`, which takes `CONFIG_DEBUG_INFO_BTF_MODULES` and its members out of `struct module` (the size is rounded up to cache lines).",
      fix: "Compare the headers with the kernel: `diff /boot/config-$(uname -r) /lib/modules/$(uname -r)/build/.config`; where `CONFIG_DEBUG_INFO_BTF_MODULES` is missing, install `pahole` (package `pahole` or `dwarves`), reinstall the headers package and build the module again.",
    }),
    zh: (evidence) => ({
      what: sizesDiffer(evidence).zh,
      why: "编译模块所用的头文件与内核的配置不同，即使内核版本和 vermagic 都一致；最常见的原因是头文件包在没有 `pahole` 的机器上重新生成了配置，使 `CONFIG_DEBUG_INFO_BTF_MODULES` 及其成员从 `struct module` 中消失（该结构的大小按缓存行向上取整）。",
      fix: "请比较头文件与内核的配置：`diff /boot/config-$(uname -r) /lib/modules/$(uname -r)/build/.config`；如果缺少 `CONFIG_DEBUG_INFO_BTF_MODULES`，请安装 `pahole`（软件包 `pahole` 或 `dwarves`），重新安装头文件包，然后重新编译模块。",
    }),
  },
});
