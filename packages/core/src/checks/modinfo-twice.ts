import { defineCheck } from "../analyse/define-check.ts";
import { hasCome } from "../model/generation.ts";
import { linkedByHand } from "./shared/damaged.ts";
import { hasBytes } from "./shared/elf.ts";
import { named } from "./shared/sections.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "modinfo-twice",
  title: { en: "More than one `.modinfo` section", zh: "有多个 `.modinfo` 节" },
  effect: "refused",
  needs: { kernel: ["generation"], module: ["elf"] },
  run: ({ kernel, module: { elf } }) => {
    const all = named(elf, ".modinfo")?.count ?? 0;
    if (all < 2) return [];
    // Up to 6.12 what has no bytes in the file is not counted.
    const count = hasCome(kernel.generation, "6.13")
      ? all
      : elf.sections.filter((section) => section.name === ".modinfo" && hasBytes(section)).length;
    return count > 1 ? [{ count }] : [];
  },
  // elf_validity_cache_copy(), later elf_validity_cache_index_info(), in kernel/module/main.c
  kernelSays: () => noExec("Only one .modinfo section must exist."),

  example: { count: 2 },
  explain: {
    en: ({ count }) => ({
      what: `The module has ${count} sections named \`.modinfo\`; the kernel wants one.`,
      why: "Several objects were put together by hand, without the linker script that merges these sections.",
      ...linkedByHand.en,
    }),
    zh: ({ count }) => ({
      what: `模块有 ${count} 个名为 \`.modinfo\` 的节，内核只允许一个。`,
      why: "多个目标文件是手工拼接的，没有使用会合并这些节的链接脚本。",
      ...linkedByHand.zh,
    }),
  },
});
