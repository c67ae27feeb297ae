import { defineCheck } from "../analyse/define-check.ts";
import { hasSection } from "./shared/sections.ts";

const obsolete = ["__ksymtab_gpl", "__kcrctab_gpl"] as const;

export default defineCheck({
  id: "gpl-exports-ignored",
  title: { en: "The module's GPL-only exports are ignored", zh: "模块中仅限 GPL 的导出符号被忽略" },
  effect: "note",
  needs: { module: ["elf"] },
  // find_module_sections() in kernel/module/main.c
  run: ({ module: { elf } }) => {
    const sections = obsolete.filter((name) => hasSection(elf, name));
    return sections.length > 0 ? [{ sections }] : [];
  },
  kernelSays: ({ sections }, { module }) => ({
    errno: null,
    log: sections.map((name) => `${module}: ignoring obsolete section ${name}`),
  }),

  example: { sections: ["__ksymtab_gpl", "__kcrctab_gpl"] },
  explain: {
    en: ({ sections }) => ({
      what: `The module exports symbols in \`${sections.join("`, `")}\`, which this kernel does not read: they are not exported.`,
      why: "It was built with the headers of an older kernel; this one keeps all exports in `__ksymtab`.",
      fix: "Build the module, and those that import from it, with this kernel's headers.",
    }),
    zh: ({ sections }) => ({
      what: `模块在 \`${sections.join("`、`")}\` 中导出符号，而该内核不读取这些节：这些符号不会被导出。`,
      why: "它是用较旧内核的头文件编译的；该内核把所有导出符号都放在 `__ksymtab` 中。",
      fix: "请用该内核的头文件重新编译该模块以及从它导入符号的模块。",
    }),
  },
});
