import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { nameTable } from "./shared/elf.ts";

export default defineCheck({
  id: "elf-name-table-at-start",
  title: {
    en: "The section name table is empty and stands at the start of the file",
    zh: "节名表为空，且位于文件开头",
  },
  effect: "unsafe",
  crashesHere: true,
  needs: { module: ["elf"] },
  // elf_validity_check() in kernel/module.c of 5.10 wants a NUL in the last byte of the table. Where that is the byte
  // before its copy of the file, nothing is mapped: vmalloc() leaves a page free between two areas.
  run: ({ module: { elf } }) => {
    const table = nameTable(elf);
    return table?.sh_size === 0 && table.sh_offset === 0 ? [{ index: elf.e_shstrndx }] : [];
  },

  example: { index: 7 },
  explain: {
    en: ({ index }) => ({
      what: `Section ${index}, which should hold the section names, has no bytes and begins where the file begins: this kernel reads the byte before and crashes while loading.`,
      ...damaged.en,
    }),
    zh: ({ index }) => ({
      what: `第 ${index} 节本应存放节名，却没有内容，且起点就是文件开头：该内核在加载时会读取它之前的一个字节并崩溃。`,
      ...damaged.zh,
    }),
  },
});
