import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";

export default defineCheck({
  id: "file-empty",
  title: { en: "The file is empty", zh: "文件为空" },
  effect: "refused",
  needs: { module: ["elf"], state: ["loading"] },
  run: ({ module, state }) =>
    !module.elf.hasHeader && module.elf.size === 0 && state.loading.via !== "init" ? [{ size: 0 }] : [],
  // kernel_read_file() in fs/kernel_read_file.c refuses it before anybody looks for a header.
  kernelSays: () => ({ errno: "EINVAL", log: [] }),

  example: { size: 0 },
  explain: {
    en: () => ({ what: "The file has no content.", ...damaged.en }),
    zh: () => ({ what: "文件没有任何内容。", ...damaged.zh }),
  },
});
