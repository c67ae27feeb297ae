import { defineCheck } from "../analyse/define-check.ts";
import { bytesOfText } from "../model/byte-text.ts";
import { sameMagic, vermagicOf } from "../model/vermagic.ts";
import { noExec } from "./shared/says.ts";

const without = (some: readonly string[], others: readonly string[]): readonly string[] =>
  some.filter((one) => !others.includes(one));

const code = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(", ");

export default defineCheck({
  id: "vermagic-mismatch",
  title: { en: "The vermagic differs from the kernel's", zh: "vermagic 与内核不一致" },
  effect: "refused",
  needs: { kernel: ["vermagic"], module: ["vermagic", "modversions"] },
  run: ({ kernel, module }) => {
    if (module.vermagic === undefined || module.vermagic === kernel.vermagic) return [];
    const ours = vermagicOf(module.vermagic);
    const theirs = vermagicOf(kernel.vermagic);
    const skipRelease = theirs.flags.includes("modversions") && module.modversions?.hasBasic === true;
    if (sameMagic(module.vermagic, kernel.vermagic, skipRelease)) return [];
    const releases =
      skipRelease || ours.release === theirs.release
        ? {}
        : { moduleRelease: ours.release, kernelRelease: theirs.release };
    return [
      {
        module: module.vermagic,
        kernel: kernel.vermagic,
        onlyInModule: without(ours.flags, theirs.flags),
        onlyInKernel: without(theirs.flags, ours.flags),
        ...releases,
      },
    ];
  },
  // check_modinfo() in kernel/module/main.c
  kernelSays: ({ module: ours, kernel }, { moduleInModinfo }) =>
    noExec(`${moduleInModinfo}: version magic '${bytesOfText(ours)}' should be '${kernel}'`),

  example: {
    module: "6.12.95-test SMP preempt_rt mod_unload modversions ",
    kernel: "6.12.95-test SMP preempt mod_unload modversions ",
    onlyInModule: ["preempt_rt"],
    onlyInKernel: ["preempt"],
  },
  explain: {
    en: ({ module, kernel, onlyInModule, onlyInKernel, moduleRelease, kernelRelease }) => ({
      what: [
        `The module's vermagic is \`${module}\`, the kernel's is \`${kernel}\``,
        ...(moduleRelease === undefined ? [] : [`release \`${moduleRelease}\` against \`${kernelRelease}\``]),
        ...(onlyInModule.length > 0 ? [`only the module has ${code(onlyInModule)}`] : []),
        ...(onlyInKernel.length > 0 ? [`only the kernel has ${code(onlyInKernel)}`] : []),
      ]
        .join("; ")
        .concat("."),
      why:
        moduleRelease === undefined
          ? "The module was built with headers whose configuration differs from the kernel's in these options."
          : "The module was built for another kernel release.",
      fix: "Install the headers package of exactly this kernel and build the module again: `make -C /lib/modules/$(uname -r)/build M=$PWD clean modules` (DKMS: `dkms build --force NAME/VERSION -k $(uname -r)`).",
    }),
    zh: ({ module, kernel, onlyInModule, onlyInKernel, moduleRelease, kernelRelease }) => ({
      what: [
        `模块的 vermagic 是 \`${module}\`，内核的是 \`${kernel}\``,
        ...(moduleRelease === undefined
          ? []
          : [`内核版本为 \`${moduleRelease}\`，应为 \`${kernelRelease}\``]),
        ...(onlyInModule.length > 0 ? [`只有模块有 ${code(onlyInModule)}`] : []),
        ...(onlyInKernel.length > 0 ? [`只有内核有 ${code(onlyInKernel)}`] : []),
      ]
        .join("；")
        .concat("。"),
      why:
        moduleRelease === undefined
          ? "编译模块所用头文件的这些选项与内核的配置不同。"
          : "模块是为另一个内核版本编译的。",
      fix: "请安装与该内核完全对应的头文件包并重新编译模块：`make -C /lib/modules/$(uname -r)/build M=$PWD clean modules`（DKMS：`dkms build --force 名称/版本 -k $(uname -r)`）。",
    }),
  },
});
