import { defineCheck } from "../analyse/define-check.ts";
import { hex32 } from "../model/hex.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "module-layout-crc-mismatch",
  title: {
    en: "The CRC of `module_layout` differs from the kernel's",
    zh: "`module_layout` 的 CRC 与内核不一致",
  },
  effect: "refused",
  needs: { pair: ["moduleLayout"] },
  run: ({ pair }) => {
    const { moduleCrc, kernelCrc } = pair.moduleLayout ?? {};
    return moduleCrc !== undefined && kernelCrc !== undefined && moduleCrc !== kernelCrc
      ? [{ moduleCrc, kernelCrc }]
      : [];
  },
  // check_modstruct_version() in kernel/module/version.c
  kernelSays: (_, { moduleInModinfo }) =>
    noExec(`${moduleInModinfo}: disagrees about version of symbol module_layout`),

  example: { moduleCrc: 0x9060559f, kernelCrc: 0x160b9b8f },
  explain: {
    en: ({ moduleCrc, kernelCrc }) => ({
      what: `The CRC of \`module_layout\`, which stands for \`struct module\` and other basic types, is ${hex32(moduleCrc)} in the module and ${hex32(kernelCrc)} in the kernel.`,
      why: "The module was built for another kernel: its `Module.symvers` came from another build or another configuration.",
      fix: "Install the headers package of exactly this kernel and build the module again: `make -C /lib/modules/$(uname -r)/build M=$PWD clean modules`.",
    }),
    zh: ({ moduleCrc, kernelCrc }) => ({
      what: `代表 \`struct module\` 等基本类型的 \`module_layout\` 的 CRC 在模块中是 ${hex32(moduleCrc)}，在内核中是 ${hex32(kernelCrc)}。`,
      why: "模块是为另一个内核编译的：所用的 `Module.symvers` 来自另一次编译或另一种配置。",
      fix: "请安装与该内核完全对应的头文件包并重新编译模块：`make -C /lib/modules/$(uname -r)/build M=$PWD clean modules`。",
    }),
  },
});
