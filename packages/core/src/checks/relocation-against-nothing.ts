import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { damaged } from "./shared/damaged.ts";
import { neverFits } from "./shared/reach.ts";
import { placeOf } from "./shared/relocations.ts";

export default defineCheck({
  id: "relocation-against-nothing",
  title: { en: "A relocation names no symbol", zh: "重定位没有指向任何符号" },
  effect: "unsafe",
  needs: { kernel: ["architecture", "config"], module: ["relocations", "elf"] },
  // Symbol 0 has the value 0. No linker leaves such a relocation in a module.
  run: ({ kernel, module }) => {
    const { againstNothing } = module.relocations;
    if (!againstNothing) return [];
    const found = againstNothing.find((one) => !neverFits(kernel, "nothing", one));
    return found ? [placeOf(module.elf, found)] : [];
  },

  example: { section: ".text", offset: 0x12, type: 4, symbolIndex: 0 },
  explain: {
    en: ({ section, offset }) => ({
      what: `The relocation at ${hex(offset)} of \`${section}\` is against symbol 0, which is none: the kernel enters address 0, and whatever uses it crashes.`,
      ...damaged.en,
    }),
    zh: ({ section, offset }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的重定位指向第 0 个符号，即没有符号：内核会填入地址 0，使用它的代码会崩溃。`,
      ...damaged.zh,
    }),
  },
});
