import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { sectionHeaderSize } from "./shared/elf.ts";
import { looksAtCode, pagesOf } from "./shared/relocations.ts";
import { summaryOf } from "./shared/sections.ts";

export default defineCheck({
  id: "relocated-section-missing",
  title: { en: "Relocations are for a section that is not there", zh: "重定位所针对的节不存在" },
  effect: "unsafe",
  crashesHere: true,
  strayAccess: true,
  needs: { kernel: ["architecture"], module: ["elf"] },
  // module_frob_arch_sections() of arm and arm64 asks the header of that section whether it holds code; apply_relocations()
  // passes over such a table.
  run: ({ kernel, module: { elf } }) => {
    const { lostRelocations } = summaryOf(elf);
    const table = elf.sections[lostRelocations];
    if (!table || !looksAtCode(kernel.architecture.name)) return [];
    if (elf.e_shoff + table.sh_info * sectionHeaderSize(elf.bits) < pagesOf(elf.size)) return [];
    return [{ section: table.name ?? `[${lostRelocations}]`, target: table.sh_info, last: elf.e_shnum - 1 }];
  },

  example: { section: ".rela.text", target: 60000, last: 51 },
  explain: {
    en: ({ section, target, last }) => ({
      what: `The relocations in \`${section}\` are for section ${target}, and the last section has number ${last}: this kernel reads a section header behind the end of the file and crashes while loading.`,
      ...damaged.en,
    }),
    zh: ({ section, target, last }) => ({
      what: `\`${section}\` 中的重定位针对第 ${target} 节，而最后一节的编号是 ${last}：该内核会到文件末尾之后读取节头，从而在加载时崩溃。`,
      ...damaged.zh,
    }),
  },
});
