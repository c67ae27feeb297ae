import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { damaged } from "./shared/damaged.ts";

export default defineCheck({
  id: "instruction-unrelocated",
  title: { en: "An instruction lacks its relocation", zh: "一条指令缺少重定位" },
  effect: "unsafe",
  needs: { module: ["relocations"] },
  // No loader looks at code. What the processor does with it is in its manual: a branch with distance 0 goes to itself, on
  // x86 to the next instruction, and ADRP takes the address of its own page.
  run: ({ module }) => (module.relocations.bare ? [module.relocations.bare] : []),

  example: { section: ".text", offset: 0x28, branch: true },
  explain: {
    en: ({ section, offset, branch }) => ({
      what: `The instruction at ${hex(offset)} of \`${section}\` ${branch ? "branches to a place" : "takes an address"} that the loader has to fill in, and no relocation tells it to: ${branch ? "it leads to itself, or to the next instruction" : "it takes its own address"}.`,
      ...damaged.en,
    }),
    zh: ({ section, offset, branch }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的指令${branch ? "要跳转到" : "要取"}一个应由加载器填写的${branch ? "位置" : "地址"}，但没有相应的重定位：${branch ? "它会跳转到自身或下一条指令" : "它取到的是自己的地址"}。`,
      ...damaged.zh,
    }),
  },
});
