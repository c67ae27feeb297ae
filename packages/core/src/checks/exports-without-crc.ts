import { defineCheck } from "../analyse/define-check.ts";
import { exportsWithoutCrc } from "./shared/exports-without-crc.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "exports-without-crc",
  title: { en: "The kernel wants CRCs for the module's exports", zh: "内核要求模块导出的符号有 CRC" },
  effect: "refused",
  needs: { kernel: ["loaderOptions", "generation"], module: ["elf"], pair: ["kernelHasModversions"] },
  run: ({ kernel, module, pair }) => {
    const sections = exportsWithoutCrc(module.elf, kernel.generation);
    if (sections.length === 0 || !pair.kernelHasModversions) return [];
    return kernel.loaderOptions.has("force-load") ? [] : [{ sections }];
  },
  // check_export_symbol_versions() asks try_to_force_load() in kernel/module/main.c, which says nothing.
  kernelSays: () => noExec(),

  example: { sections: ["__ksymtab_gpl"] },
  explain: {
    en: ({ sections }) => ({
      what: `The module exports symbols (\`${sections.join("`, `")}\`) without CRCs; the kernel was built with \`CONFIG_MODVERSIONS\` and wants them.`,
      why: "It was built with headers whose configuration lacks `CONFIG_MODVERSIONS`; the kernel refuses it without a word in its log.",
      fix: "Install the headers package of exactly this kernel, check `grep MODVERSIONS /lib/modules/$(uname -r)/build/.config`, and build the module again.",
    }),
    zh: ({ sections }) => ({
      what: `模块导出的符号（\`${sections.join("`、`")}\`）没有 CRC，而内核启用了 \`CONFIG_MODVERSIONS\`，要求有 CRC。`,
      why: "编译模块所用的头文件配置中没有 `CONFIG_MODVERSIONS`；内核拒绝它时不会在日志中留下任何信息。",
      fix: "请安装与该内核完全对应的头文件包，用 `grep MODVERSIONS /lib/modules/$(uname -r)/build/.config` 确认配置，然后重新编译模块。",
    }),
  },
});
