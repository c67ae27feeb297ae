import { defineCheck } from "../analyse/define-check.ts";
import { hasCome } from "../model/generation.ts";
import { THIS_MODULE } from "./shared/elf.ts";
import { named } from "./shared/sections.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "this-module-twice",
  title: { en: "More than one `.gnu.linkonce.this_module`", zh: "有多个 `.gnu.linkonce.this_module`" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module: { elf } }) => {
    const count = named(elf, THIS_MODULE)?.count ?? 0;
    return count > 1 ? [{ count }] : [];
  },
  // elf_validity_cache_copy(), later elf_validity_cache_index_mod(), in kernel/module/main.c
  kernelSays: (_, { generation, moduleInElfChecks }) => {
    const count = hasCome(generation, "6.13") ? "Exactly" : "Only";
    return noExec(`module ${moduleInElfChecks}: ${count} one ${THIS_MODULE} section must exist.`);
  },

  example: { count: 2 },
  explain: {
    en: ({ count }) => ({
      what: `The file has ${count} sections \`${THIS_MODULE}\`; a module has one.`,
      why: "Two modules were linked into one file.",
      fix: "Give each module its own line in the makefile: `obj-m += a.o b.o`, and `a-y := …` for a module of several sources.",
    }),
    zh: ({ count }) => ({
      what: `文件中有 ${count} 个 \`${THIS_MODULE}\` 节，而一个模块只有一个。`,
      why: "两个模块被链接到了同一个文件中。",
      fix: "请在 Makefile 中分别列出各个模块：`obj-m += a.o b.o`；由多个源文件组成的模块用 `a-y := …`。",
    }),
  },
});
