import { defineCheck } from "../analyse/define-check.ts";
import { elfSays } from "./shared/says.ts";

export default defineCheck({
  id: "elf-section-name-index",
  title: { en: "The ELF header names no section name table", zh: "ELF 头没有指明节名表" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module }) => {
    const { hasHeader, e_shstrndx, e_shnum } = module.elf;
    return hasHeader && (e_shstrndx === 0 || e_shstrndx >= e_shnum) ? [{ e_shstrndx, e_shnum }] : [];
  },
  kernelSays: ({ e_shstrndx, e_shnum }, context) =>
    elfSays(
      context,
      `Invalid ELF section name index: ${e_shstrndx} || e_shstrndx (${e_shstrndx}) >= e_shnum (${e_shnum})`,
    ),

  example: { e_shstrndx: 9, e_shnum: 8 },
  explain: {
    en: ({ e_shstrndx, e_shnum }) => ({
      what: `The ELF header says that section ${e_shstrndx} of ${e_shnum} holds the names of the sections; there is no such section.`,
      why: "The header is damaged, or the file has more than 65,279 sections, which the kernel does not read.",
      fix: "Copy the module again and compare checksums (`sha256sum`), or build it again with the kernel's build system.",
    }),
    zh: ({ e_shstrndx, e_shnum }) => ({
      what: `ELF 头称节名存放在第 ${e_shstrndx} 节（共 ${e_shnum} 节），但没有这样的节。`,
      why: "文件头已损坏，或者节的数量超过 65279 个，内核不支持读取这样的文件。",
      fix: "请重新复制该模块并比较校验和（`sha256sum`），或用内核的构建系统重新编译。",
    }),
  },
});
