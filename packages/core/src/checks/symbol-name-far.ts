import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";

export default defineCheck({
  id: "symbol-name-far",
  title: { en: "A symbol's name is far outside of the file", zh: "某个符号的名字远在文件之外" },
  effect: "unsafe",
  crashesHere: true,
  strayAccess: true,
  needs: { kernel: ["features"], module: ["imports"] },
  // Without elf_validity_cache_strtab() resolve_symbol() in kernel/module/main.c reads a name wherever it is said to stand.
  run: ({ kernel, module }) => {
    const [symbolIndex] = module.imports.nameless ?? [];
    return symbolIndex === undefined || kernel.features.has("symbol-names-checks") ? [] : [{ symbolIndex }];
  },

  example: { symbolIndex: 41 },
  explain: {
    en: ({ symbolIndex }) => ({
      what: `The name of symbol ${symbolIndex} is said to stand behind the end of the file: this kernel reads it there and crashes while loading.`,
      ...damaged.en,
    }),
    zh: ({ symbolIndex }) => ({
      what: `第 ${symbolIndex} 个符号的名字据称位于文件末尾之后：该内核在加载时会去那里读取并崩溃。`,
      ...damaged.zh,
    }),
  },
});
