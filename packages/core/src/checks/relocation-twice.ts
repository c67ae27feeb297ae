import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { damaged } from "./shared/damaged.ts";
import { placeOf, takesRel } from "./shared/relocations.ts";

export default defineCheck({
  id: "relocation-twice",
  title: { en: "A place is relocated twice", zh: "同一位置被重定位两次" },
  effect: "unsafe",
  needs: { kernel: ["architecture"], module: ["relocations", "elf"] },
  // Where addends stand in the section, an address is added to an address. apply_relocate() in arch/arm/kernel/module.c
  run: ({ kernel, module }) => {
    const { twice } = module.relocations;
    return twice && takesRel(kernel.architecture.name) ? [placeOf(module.elf, twice)] : [];
  },

  example: { section: ".init.text", offset: 0x12, type: 2, symbolIndex: 31 },
  explain: {
    en: ({ section, offset }) => ({
      what: `Two relocations fill in the place at ${hex(offset)} of \`${section}\`: the kernel adds both addresses and uses the sum.`,
      ...damaged.en,
    }),
    zh: ({ section, offset }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处有两个重定位：内核会把两个地址相加，并使用相加的结果。`,
      ...damaged.zh,
    }),
  },
});
