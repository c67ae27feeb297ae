import { defineCheck } from "../analyse/define-check.ts";
import type { ElfShape } from "../model/module.ts";
import { damaged } from "./shared/damaged.ts";
import { summaryOf } from "./shared/sections.ts";
import { elfSays } from "./shared/says.ts";

type Defect = "empty" | "no-leading-nul" | "unterminated" | "name-out-of-bounds";

// elf_validity_cache_strtab() in kernel/module/main.c, since 6.13
const lines: Readonly<Record<Defect, string>> = {
  empty: "empty symbol string table",
  "no-leading-nul": "symbol string table missing leading NUL",
  unterminated: "symbol string table isn't NUL terminated",
  "name-out-of-bounds": "symbol name out of bounds in string table",
};

function defectOf({ sections, symbolNames }: ElfShape, index: number): Defect | undefined {
  if (sections[index]?.sh_size === 0) return "empty";
  if (symbolNames?.startsWithNul === false) return "no-leading-nul";
  if (symbolNames?.terminated === false) return "unterminated";
  return symbolNames?.inBounds === false ? "name-out-of-bounds" : undefined;
}

export default defineCheck({
  id: "symbol-names-damaged",
  title: { en: "The table of symbol names is damaged", zh: "符号名表已损坏" },
  effect: "refused",
  needs: { kernel: ["features"], module: ["elf"] },
  run({ kernel, module: { elf } }) {
    const index = summaryOf(elf).symtab?.sh_link ?? 0;
    const defect = index === 0 ? undefined : defectOf(elf, index);
    return defect && kernel.features.has("symbol-names-checks") ? [{ index, defect }] : [];
  },
  kernelSays: ({ defect }, context) => elfSays(context, lines[defect]),

  example: { index: 6, defect: "no-leading-nul" },
  explain: {
    en: ({ index, defect }) => ({
      what: {
        empty: `The table of symbol names (section ${index}) is empty.`,
        "no-leading-nul": `The table of symbol names (section ${index}) does not begin with a NUL.`,
        unterminated: `The last name in the table of symbol names (section ${index}) has no end.`,
        "name-out-of-bounds": `A symbol's name is outside the table of symbol names (section ${index}).`,
      }[defect],
      ...damaged.en,
    }),
    zh: ({ index, defect }) => ({
      what: {
        empty: `符号名表（第 ${index} 节）是空的。`,
        "no-leading-nul": `符号名表（第 ${index} 节）的第一个字节不是 NUL。`,
        unterminated: `符号名表（第 ${index} 节）中的最后一个名字没有结束符。`,
        "name-out-of-bounds": `某个符号的名字位于符号名表（第 ${index} 节）之外。`,
      }[defect],
      ...damaged.zh,
    }),
  },
});
