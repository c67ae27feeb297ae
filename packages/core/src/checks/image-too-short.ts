import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { headerSize } from "./shared/elf.ts";

export default defineCheck({
  id: "image-too-short",
  title: { en: "init_module is given less than an ELF header", zh: "传给 init_module 的内容短于 ELF 头" },
  effect: "refused",
  needs: { kernel: ["architecture"], module: ["elf"], state: ["loading"] },
  run: ({ kernel, module, state }) => {
    const { size, hasHeader } = module.elf;
    if (state.loading.via !== "init" || hasHeader) return [];
    const wanted = headerSize(kernel.architecture.bits);
    return size < wanted ? [{ size, wanted }] : [];
  },
  // copy_module_from_user() in kernel/module/main.c
  kernelSays: () => ({ errno: "ENOEXEC", log: [] }),

  example: { size: 40, wanted: 64 },
  explain: {
    en: ({ size, wanted }) => ({
      what: `The file has ${size} bytes; an ELF header alone takes ${wanted}, and \`init_module\` refuses less without a word.`,
      ...damaged.en,
    }),
    zh: ({ size, wanted }) => ({
      what: `该文件只有 ${size} 字节，而仅 ELF 头就需要 ${wanted} 字节；更短的内容会被 \`init_module\` 直接拒绝，日志中没有任何信息。`,
      ...damaged.zh,
    }),
  },
});
