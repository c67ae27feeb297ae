import { defineCheck } from "../analyse/define-check.ts";
import type { RelocationAt } from "../model/relocations.ts";
import { damaged } from "./shared/damaged.ts";
import { isArm, placeOf, readsSymbolFirst, symbolsIn } from "./shared/relocations.ts";

export default defineCheck({
  id: "relocation-symbol-outside-unchecked",
  title: {
    en: "A relocation names a symbol that is not there, and this kernel does not look",
    zh: "重定位引用了不存在的符号，而该内核不作检查",
  },
  effect: "unsafe",
  strayAccess: true,
  needs: { kernel: ["architecture"], module: ["relocations", "elf"] },
  // apply_relocate_add() of all but arm, where count_plts() in arch/arm/kernel/module-plts.c reads the symbol before anybody looks.
  run: ({ kernel, module }) => {
    const { symbolOutside } = module.relocations;
    const symbols = symbolsIn(module.elf);
    const refused = (one: RelocationAt): boolean =>
      isArm(kernel.architecture.name) && one.symbolIndex > symbols && !readsSymbolFirst(module.elf, one);
    return !symbolOutside || refused(symbolOutside)
      ? []
      : [{ ...placeOf(module.elf, symbolOutside), symbols }];
  },

  example: { section: ".text", offset: 0x12, type: 4, symbolIndex: 5000, symbols: 61 },
  explain: {
    en: ({ section, symbolIndex, symbols }) => ({
      what: `A relocation of \`${section}\` refers to symbol ${symbolIndex}, and the symbol table has ${symbols}: the kernel reads memory behind the table, and crashes or writes a wrong address into the code.`,
      ...damaged.en,
    }),
    zh: ({ section, symbolIndex, symbols }) => ({
      what: `\`${section}\` 的一个重定位引用了第 ${symbolIndex} 个符号，而符号表只有 ${symbols} 个符号：内核会读取符号表之后的内存，可能崩溃，或者把错误的地址写入代码。`,
      ...damaged.zh,
    }),
  },
});
