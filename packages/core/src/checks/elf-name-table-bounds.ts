import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { nameTable } from "./shared/elf.ts";
import { elfSays } from "./shared/says.ts";

export default defineCheck({
  id: "elf-name-table-bounds",
  title: { en: "The section name table is outside the file", zh: "节名表超出文件范围" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module: { elf } }) => {
    const table = nameTable(elf);
    // elf_validity_check() in kernel/module/main.c calls validate_section_offset() for it, of whatever type it is.
    if (!table || table.sh_offset + table.sh_size <= elf.size) return [];
    return [
      { type: table.sh_type, offset: table.sh_offset, end: table.sh_offset + table.sh_size, size: elf.size },
    ];
  },
  kernelSays: ({ type }, context) => elfSays(context, `Invalid ELF section hdr(type ${type})`),

  example: { type: 3, offset: 64, end: 9064, size: 8192 },
  explain: {
    en: ({ offset, end, size }) => ({
      what: `The table of section names is at ${offset} to ${end}; the file has ${size} bytes.`,
      ...damaged.en,
    }),
    zh: ({ offset, end, size }) => ({
      what: `节名表位于 ${offset} 到 ${end} 字节处，而文件只有 ${size} 字节。`,
      ...damaged.zh,
    }),
  },
});
