import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { damaged } from "./shared/damaged.ts";
import { placeOf } from "./shared/relocations.ts";

export default defineCheck({
  id: "address-half-missing",
  title: { en: "Nothing completes an address", zh: "没有重定位补全一个地址" },
  effect: "unsafe",
  // What stands where the code then reads or writes nobody can tell.
  strayAccess: true,
  needs: { kernel: ["architecture"], module: ["relocations", "elf"] },
  // apply_relocate_add() in arch/riscv/kernel/module.c looks for the first half of each second one, never the other way.
  run: ({ kernel, module: { relocations, elf } }) =>
    relocations.incomplete && kernel.architecture.name.startsWith("riscv")
      ? [placeOf(elf, relocations.incomplete)]
      : [],

  example: { section: ".text", offset: 0x10, type: 23, symbolIndex: 8 },
  explain: {
    en: ({ section, offset, type }) => ({
      what: `The relocation at ${hex(offset)} of \`${section}\` (type ${type}) fills in the first half of an address, and none fills in the second: the code uses another address, up to 2 KiB beside it.`,
      ...damaged.en,
    }),
    zh: ({ section, offset, type }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的重定位（类型 ${type}）填写一个地址的前一半，但没有重定位填写后一半：代码会使用相差最多 2 KiB 的另一个地址。`,
      ...damaged.zh,
    }),
  },
});
