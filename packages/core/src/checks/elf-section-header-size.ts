import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { sectionHeaderSize } from "./shared/elf.ts";
import { elfSays } from "./shared/says.ts";

export default defineCheck({
  id: "elf-section-header-size",
  title: { en: "The section headers have a wrong size", zh: "节头的大小不正确" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module }) => {
    const { hasHeader, bits, e_shentsize } = module.elf;
    const wanted = sectionHeaderSize(bits);
    return hasHeader && e_shentsize !== wanted ? [{ e_shentsize, wanted }] : [];
  },
  kernelSays: (_, context) => elfSays(context, "Invalid ELF section header size"),

  example: { e_shentsize: 40, wanted: 64 },
  explain: {
    en: ({ e_shentsize, wanted }) => ({
      what: `The ELF header says that a section header has ${e_shentsize} bytes; it has ${wanted}.`,
      ...damaged.en,
    }),
    zh: ({ e_shentsize, wanted }) => ({
      what: `ELF 头声明每个节头有 ${e_shentsize} 字节，而实际应为 ${wanted} 字节。`,
      ...damaged.zh,
    }),
  },
});
