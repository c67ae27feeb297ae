import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { sectionHeaderSize } from "./shared/elf.ts";
import { elfSays } from "./shared/says.ts";

export default defineCheck({
  id: "elf-section-table-bounds",
  title: { en: "The section header table is outside the file", zh: "节头表超出文件范围" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module }) => {
    const { hasHeader, bits, size, e_shoff, e_shnum } = module.elf;
    const end = e_shoff + e_shnum * sectionHeaderSize(bits);
    return hasHeader && (e_shoff >= size || end > size) ? [{ offset: e_shoff, end, size }] : [];
  },
  kernelSays: (_, context) => elfSays(context, "Invalid ELF section header overflow"),

  example: { offset: 8000, end: 8512, size: 8192 },
  explain: {
    en: ({ offset, end, size }) => ({
      what: `The section header table is at ${offset} to ${end}; the file has ${size} bytes.`,
      ...damaged.en,
    }),
    zh: ({ offset, end, size }) => ({
      what: `节头表位于 ${offset} 到 ${end} 字节处，而文件只有 ${size} 字节。`,
      ...damaged.zh,
    }),
  },
});
