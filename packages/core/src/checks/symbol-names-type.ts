import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { SHT_STRTAB } from "./shared/elf.ts";
import { summaryOf } from "./shared/sections.ts";
import { elfSays } from "./shared/says.ts";

export default defineCheck({
  id: "symbol-names-type",
  title: { en: "The symbols' names are in no string table", zh: "符号名不在字符串表中" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module: { elf } }) => {
    const index = summaryOf(elf).symtab?.sh_link ?? 0;
    const strings = index === 0 ? undefined : elf.sections[index];
    return strings && strings.sh_type !== SHT_STRTAB ? [{ index, type: strings.sh_type }] : [];
  },
  // elf_validity_cache_index_str() in kernel/module/main.c
  kernelSays: ({ type }, context) => elfSays(context, `Invalid ELF symbol string table type: ${type}`),

  example: { index: 6, type: 1 },
  explain: {
    en: ({ index, type }) => ({
      what: `Section ${index}, which should hold the symbols' names, has type ${type}; a string table has 3 (SHT_STRTAB).`,
      ...damaged.en,
    }),
    zh: ({ index, type }) => ({
      what: `应存放符号名的第 ${index} 节类型为 ${type}，而字符串表应为 3（SHT_STRTAB）。`,
      ...damaged.zh,
    }),
  },
});
