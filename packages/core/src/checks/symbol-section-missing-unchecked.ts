import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";

export default defineCheck({
  id: "symbol-section-missing-unchecked",
  title: {
    en: "A symbol is in a section that is not there, and this kernel does not look",
    zh: "某个符号所在的节不存在，而该内核不作检查",
  },
  effect: "unsafe",
  crashesHere: true,
  strayAccess: true,
  needs: { kernel: ["features"], module: ["imports", "elf"] },
  // simplify_symbols() reads the header of that section behind the table of headers: an oops on 5.10.223.
  run: ({ kernel, module }) => {
    const [first] = module.imports.homeless ?? [];
    if (!first || kernel.features.has("section-index-checks")) return [];
    return [{ ...first, last: module.elf.e_shnum - 1 }];
  },

  example: { symbolIndex: 41, symbol: "hello_state", section: 500, last: 51 },
  explain: {
    en: ({ symbol, section, last }) => ({
      what: `The symbol \`${symbol}\` is said to be in section ${section}, and the last section has number ${last}: this kernel reads a section header that is not there, and crashes or uses a wrong address.`,
      ...damaged.en,
    }),
    zh: ({ symbol, section, last }) => ({
      what: `符号 \`${symbol}\` 据称位于第 ${section} 节，而最后一节的编号是 ${last}：该内核会读取并不存在的节头，可能崩溃，或使用错误的地址。`,
      ...damaged.zh,
    }),
  },
});
