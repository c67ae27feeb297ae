import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { damaged } from "./shared/damaged.ts";
import { arm64Prefix, overflows, placeOf } from "./shared/relocations.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "relocation-overflow",
  title: {
    en: "A relocation's value does not fit, wherever the module is put",
    zh: "无论模块加载到何处，重定位的值都放不下",
  },
  effect: "refused",
  needs: { kernel: ["architecture"], module: ["relocations", "elf"] },
  // Most values depend on where the module is put. That of symbol 0 does not: it is too far from any module.
  run: ({ kernel, module }) => {
    const found = module.relocations.againstNothing?.find(({ type }) =>
      overflows(kernel.architecture.name, type),
    );
    return found ? [placeOf(module.elf, found)] : [];
  },
  // apply_relocate_add() in arch/arm64/kernel/module.c
  kernelSays: ({ type }, { module, features }) =>
    noExec(`${arm64Prefix(features)}module ${module}: overflow in relocation type ${type} val …`),

  example: { section: ".text", offset: 0x12, type: 275, symbolIndex: 0 },
  explain: {
    en: ({ section, offset, type }) => ({
      what: `The relocation at ${hex(offset)} of \`${section}\` (type ${type}) is against symbol 0, which is none and has address 0, and its field holds no distance as large as that from there to a module.`,
      ...damaged.en,
    }),
    zh: ({ section, offset, type }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的重定位（类型 ${type}）指向第 0 个符号，即没有符号，其地址为 0；该字段放不下从 0 到模块的距离。`,
      ...damaged.zh,
    }),
  },
});
