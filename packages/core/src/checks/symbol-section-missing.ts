import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "symbol-section-missing",
  title: { en: "A symbol is in a section that is not there", zh: "某个符号所在的节不存在" },
  effect: "refused",
  needs: { kernel: ["features"], module: ["imports", "elf"] },
  run: ({ kernel, module }) => {
    const { homeless } = module.imports;
    if (!homeless || !kernel.features.has("section-index-checks")) return [];
    return homeless.map((one) => ({ ...one, last: module.elf.e_shnum - 1 }));
  },
  // simplify_symbols() in kernel/module/main.c
  kernelSays: ({ symbol, section, last }, { module }) =>
    noExec(`${module}: Symbol ${symbol} has an invalid section index ${section} (max ${last})`),

  example: { symbolIndex: 41, symbol: "hello_state", section: 500, last: 51 },
  explain: {
    en: ({ symbol, section, last }) => ({
      what: `The symbol \`${symbol}\` is said to be in section ${section}, and the last section has number ${last}.`,
      ...damaged.en,
    }),
    zh: ({ symbol, section, last }) => ({
      what: `符号 \`${symbol}\` 据称位于第 ${section} 节，而最后一节的编号是 ${last}。`,
      ...damaged.zh,
    }),
  },
});
