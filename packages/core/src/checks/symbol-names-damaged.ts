import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { SHT_SYMTAB } from "./shared/elf.ts";
import { elfSays } from "./shared/says.ts";

type Defect = "empty" | "no-leading-nul" | "unterminated" | "name-out-of-bounds";

// elf_validity_cache_strtab() in kernel/module/main.c, since 6.13
const lines: Readonly<Record<Defect, string>> = {
  empty: "empty symbol string table",
  "no-leading-nul": "symbol string table missing leading NUL",
  unterminated: "symbol string table isn't NUL terminated",
  "name-out-of-bounds": "symbol name out of bounds in string table",
};

export default defineCheck({
  id: "symbol-names-damaged",
  title: { en: "The table of symbol names is damaged", zh: "符号名表已损坏" },
  effect: "refused",
  needs: { module: ["elf"] },
  *run({ module: { elf } }): Iterable<{ readonly index: number; readonly defect: Defect }> {
    const index = elf.sections.find(({ sh_type }) => sh_type === SHT_SYMTAB)?.sh_link ?? 0;
    if (index === 0) return;
    const { symbolNames } = elf;
    if (elf.sections[index]?.sh_size === 0) yield { index, defect: "empty" };
    else if (symbolNames?.startsWithNul === false) yield { index, defect: "no-leading-nul" };
    else if (symbolNames?.terminated === false) yield { index, defect: "unterminated" };
    else if (symbolNames?.inBounds === false) yield { index, defect: "name-out-of-bounds" };
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
