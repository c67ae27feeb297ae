import { defineCheck } from "../analyse/define-check.ts";
import { hasCome } from "../model/generation.ts";
import { damaged } from "./shared/damaged.ts";
import { summaryOf } from "./shared/sections.ts";
import { elfSays } from "./shared/says.ts";

export default defineCheck({
  id: "symtab-link",
  title: { en: "The symbol table names no string table", zh: "符号表没有指明字符串表" },
  effect: "refused",
  needs: { kernel: ["generation"], module: ["elf"] },
  run: ({ kernel, module: { elf } }) => {
    const { e_shnum } = elf;
    // Up to 6.12 in the loop over all sections; since 6.13 elf_validity_cache_index_sym() has found the only one.
    const index = summaryOf(elf).strayLink;
    const section = elf.sections[index];
    if (!section || (hasCome(kernel.generation, "6.13") && section !== summaryOf(elf).symtab)) return [];
    return [{ index, sh_link: section.sh_link, e_shnum }];
  },
  // The missing parenthesis is the kernel's: elf_validity_check() in kernel/module/main.c
  kernelSays: ({ sh_link, e_shnum }, context) =>
    elfSays(
      context,
      `Invalid ELF sh_link!=SHN_UNDEF(${sh_link}) or (sh_link(${sh_link}) >= hdr->e_shnum(${e_shnum})`,
    ),

  example: { index: 5, sh_link: 40, e_shnum: 8 },
  explain: {
    en: ({ sh_link, e_shnum }) => ({
      what: `The symbol table says that its names are in section ${sh_link} of ${e_shnum}; there is no such section.`,
      ...damaged.en,
    }),
    zh: ({ sh_link, e_shnum }) => ({
      what: `符号表称符号名存放在第 ${sh_link} 节（共 ${e_shnum} 节），但没有这样的节。`,
      ...damaged.zh,
    }),
  },
});
