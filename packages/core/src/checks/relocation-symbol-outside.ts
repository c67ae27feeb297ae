import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { isArm, placeOf, readsSymbolFirst, symbolsIn } from "./shared/relocations.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "relocation-symbol-outside",
  title: { en: "A relocation names a symbol that is not there", zh: "重定位引用了不存在的符号" },
  effect: "refused",
  needs: { kernel: ["architecture"], module: ["relocations", "elf"] },
  // apply_relocate() in arch/arm/kernel/module.c, which takes the symbol right behind the last for one.
  run: ({ kernel, module }) => {
    const { symbolOutside } = module.relocations;
    if (!symbolOutside || !isArm(kernel.architecture.name)) return [];
    const symbols = symbolsIn(module.elf);
    if (symbolOutside.symbolIndex <= symbols || readsSymbolFirst(module.elf, symbolOutside)) return [];
    return [
      {
        ...placeOf(module.elf, symbolOutside),
        table: symbolOutside.section,
        index: symbolOutside.index,
        symbols,
      },
    ];
  },
  // Relocations of code were sorted before, so nobody knows which number it has.
  kernelSays: ({ table }, { module }) =>
    noExec(`${module}: section ${table} reloc …: bad relocation sym offset`),

  example: { section: ".text", offset: 0x12, type: 28, symbolIndex: 5000, table: 2, index: 4, symbols: 61 },
  explain: {
    en: ({ section, symbolIndex, symbols }) => ({
      what: `A relocation of \`${section}\` refers to symbol ${symbolIndex}, and the symbol table has ${symbols}.`,
      ...damaged.en,
    }),
    zh: ({ section, symbolIndex, symbols }) => ({
      what: `\`${section}\` 的一个重定位引用了第 ${symbolIndex} 个符号，而符号表只有 ${symbols} 个符号。`,
      ...damaged.zh,
    }),
  },
});
