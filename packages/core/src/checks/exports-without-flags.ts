import { defineCheck } from "../analyse/define-check.ts";
import { noExec } from "./shared/says.ts";
import { hasFilled, hasSection } from "./shared/sections.ts";

export default defineCheck({
  id: "exports-without-flags",
  title: { en: "The module's exports have no flags", zh: "模块导出的符号没有标志表" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module: { elf } }) =>
    hasFilled(elf, "__ksymtab") && !hasSection(elf, "__kflagstab") ? [{ missing: "__kflagstab" }] : [],
  // check_export_symbol_sections() in kernel/module/main.c
  kernelSays: (_, { module }) => noExec(`${module}: no flags for exported symbols`),

  example: { missing: "__kflagstab" },
  explain: {
    en: ({ missing }) => ({
      what: `The module exports symbols and has no section \`${missing}\`, in which this kernel looks up which of them are GPL-only.`,
      why: "It was built with the headers of an older kernel, which kept GPL-only symbols in `__ksymtab_gpl`.",
      fix: "Build the module with this kernel's headers: `make -C /lib/modules/$(uname -r)/build M=$PWD clean modules`.",
    }),
    zh: ({ missing }) => ({
      what: `模块导出了符号，却没有 \`${missing}\` 节；该内核从这个节得知哪些符号仅限 GPL。`,
      why: "它是用较旧内核的头文件编译的，旧内核把仅限 GPL 的符号放在 `__ksymtab_gpl` 中。",
      fix: "请用该内核的头文件编译：`make -C /lib/modules/$(uname -r)/build M=$PWD clean modules`。",
    }),
  },
});
