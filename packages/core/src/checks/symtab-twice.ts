import { defineCheck } from "../analyse/define-check.ts";
import { linkedByHand } from "./shared/damaged.ts";
import { summaryOf } from "./shared/sections.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "symtab-twice",
  title: { en: "More than one symbol table", zh: "有多个符号表" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module: { elf } }) => {
    const count = summaryOf(elf).symtabs;
    return count > 1 ? [{ count }] : [];
  },
  // The kernel has one line for none and for several: elf_validity_cache_index_sym() in kernel/module/main.c
  kernelSays: (_, { moduleInElfChecks }) => noExec(`${moduleInElfChecks}: module has no symbols (stripped?)`),

  example: { count: 2 },
  explain: {
    en: ({ count }) => ({
      what: `The module has ${count} symbol tables; the kernel wants one.`,
      why: "No linker writes such a file: a tool that edits ELF files added a second table.",
      ...linkedByHand.en,
    }),
    zh: ({ count }) => ({
      what: `模块有 ${count} 个符号表，内核只允许一个。`,
      why: "链接器不会生成这样的文件：是某个编辑 ELF 的工具加入了第二个符号表。",
      ...linkedByHand.zh,
    }),
  },
});
