import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { nameTable, SHT_STRTAB } from "./shared/elf.ts";
import { elfSays } from "./shared/says.ts";

export default defineCheck({
  id: "elf-name-table-type",
  title: { en: "The section name table is no string table", zh: "节名表不是字符串表" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module: { elf } }) => {
    const table = nameTable(elf);
    return table && table.sh_type !== SHT_STRTAB ? [{ index: elf.e_shstrndx, type: table.sh_type }] : [];
  },
  // elf_validity_cache_secstrings() in kernel/module/main.c
  kernelSays: ({ type }, context) => elfSays(context, `Invalid ELF section name table type: ${type}`),

  example: { index: 7, type: 1 },
  explain: {
    en: ({ index, type }) => ({
      what: `Section ${index}, which should hold the section names, has type ${type}; a string table has 3 (SHT_STRTAB).`,
      ...damaged.en,
    }),
    zh: ({ index, type }) => ({
      what: `应存放节名的第 ${index} 节类型为 ${type}，而字符串表应为 3（SHT_STRTAB）。`,
      ...damaged.zh,
    }),
  },
});
