import { defineCheck } from "../analyse/define-check.ts";
import { summaryOf } from "./shared/sections.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "symtab-missing",
  title: { en: "The module has no symbol table", zh: "模块没有符号表" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module: { elf } }) =>
    elf.sections.length > 0 && summaryOf(elf).symtabs === 0 ? [{ sections: elf.sections.length }] : [],
  // setup_load_info(), elf_validity_cache_copy(), elf_validity_cache_index_sym() in kernel/module/main.c
  kernelSays: (_, { moduleInElfChecks }) => noExec(`${moduleInElfChecks}: module has no symbols (stripped?)`),

  example: { sections: 7 },
  explain: {
    en: ({ sections }) => ({
      what: `None of the module's ${sections} sections is a symbol table.`,
      why: "The module was stripped; the kernel links a module when it loads it and needs the symbols for that.",
      fix: "Build it again and strip debug information only: `strip --strip-debug FILE`, or `make INSTALL_MOD_STRIP=1 modules_install`.",
    }),
    zh: ({ sections }) => ({
      what: `模块的 ${sections} 个节中没有符号表。`,
      why: "模块的符号已被 strip 删除；内核在加载时才完成链接，因此需要这些符号。",
      fix: "请重新编译，并且只删除调试信息：`strip --strip-debug FILE`，或 `make INSTALL_MOD_STRIP=1 modules_install`。",
    }),
  },
});
