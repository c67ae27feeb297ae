import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { headerSize } from "./shared/elf.ts";
import { elfSays } from "./shared/says.ts";

export default defineCheck({
  id: "elf-too-short",
  title: { en: "The file is shorter than an ELF header", zh: "文件比 ELF 头还短" },
  effect: "refused",
  needs: { kernel: ["architecture"], module: ["elf"], state: ["loading"] },
  run: ({ kernel, module, state }) => {
    const { size, hasHeader } = module.elf;
    // `file-empty` and `image-too-short` come first.
    if (size === 0 || state.loading.via === "init") return [];
    // A complete header of the smaller class is not too short for any kernel that would take the file.
    if (hasHeader) return [];
    const wanted = headerSize(kernel.architecture.bits);
    return size < wanted ? [{ size, wanted }] : [];
  },

  kernelSays: ({ size }, context) => elfSays(context, `Invalid ELF header len ${size}`),

  example: { size: 40, wanted: 64 },
  explain: {
    en: ({ size, wanted }) => ({
      what: `The file has ${size} bytes; an ELF header alone takes ${wanted}.`,
      ...damaged.en,
    }),
    zh: ({ size, wanted }) => ({
      what: `该文件只有 ${size} 字节，而仅 ELF 头就需要 ${wanted} 字节。`,
      ...damaged.zh,
    }),
  },
});
