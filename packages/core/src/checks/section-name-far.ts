import { defineCheck } from "../analyse/define-check.ts";
import { hasCome } from "../model/generation.ts";
import type { SectionShape } from "../model/module.ts";
import { damaged } from "./shared/damaged.ts";
import { hasBytes, isAllocated, nameTable } from "./shared/elf.ts";
import { pagesOf } from "./shared/relocations.ts";
import { summaryOf } from "./shared/sections.ts";

export default defineCheck({
  id: "section-name-far",
  title: { en: "A section's name is far outside of the file", zh: "某个节的名字远在文件之外" },
  effect: "unsafe",
  crashesHere: true,
  strayAccess: true,
  needs: { kernel: ["generation"], module: ["elf"] },
  // elf_validity_cache_copy() of 6.4 to 6.12 compares names before it looks where they are; older kernels look at what
  // occupies memory only, and module_frob_arch_sections() or find_any_sec() compare the others.
  run: ({ kernel, module: { elf } }) => {
    if (summaryOf(elf).nameless < 0) return [];
    const table = nameTable(elf);
    if (!table) return [];
    const compares = hasCome(kernel.generation, "6.4")
      ? hasBytes
      : (section: SectionShape): boolean => !isAllocated(section);
    const room = pagesOf(elf.size) - table.sh_offset;
    const index = elf.sections.findIndex(
      (section) => section.sh_name !== undefined && section.sh_name >= room && compares(section),
    );
    return index < 1 ? [] : [{ index, nameOffset: elf.sections[index]?.sh_name ?? 0 }];
  },

  example: { index: 3, nameOffset: 0x10_0000 },
  explain: {
    en: ({ index, nameOffset }) => ({
      what: `The name of section ${index} is said to stand ${nameOffset} bytes into the table of section names, behind the end of the file: this kernel reads it there and crashes while loading.`,
      ...damaged.en,
    }),
    zh: ({ index, nameOffset }) => ({
      what: `第 ${index} 节的名字据称位于节名表的 ${nameOffset} 字节处，已超出文件末尾：该内核在加载时会去那里读取并崩溃。`,
      ...damaged.zh,
    }),
  },
});
