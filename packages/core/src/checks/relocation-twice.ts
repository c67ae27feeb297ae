import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { damaged } from "./shared/damaged.ts";
import { placeOf, takesRel } from "./shared/relocations.ts";

export default defineCheck({
  id: "relocation-twice",
  title: { en: "A place is relocated twice", zh: "同一位置被重定位两次" },
  effect: "unsafe",
  needs: { kernel: ["architecture"], module: ["relocations", "elf"] },
  // Where addends stand in the section, an address is added to an address: apply_relocate() in arch/arm/kernel/module.c.
  // On arm64 the second writes over the first, and nothing needs two: one of them was meant for another place.
  run: ({ kernel, module }) => {
    const { twice } = module.relocations;
    const { name } = kernel.architecture;
    const added = takesRel(name);
    return twice && (added || name === "arm64") ? [{ ...placeOf(module.elf, twice), added }] : [];
  },

  example: { section: ".init.text", offset: 0x12, type: 2, symbolIndex: 31, added: true },
  explain: {
    en: ({ section, offset, added }) => ({
      what: `Two relocations fill in the place at ${hex(offset)} of \`${section}\`: ${added ? "the kernel adds both addresses and uses the sum" : "only the second counts, and where the other belongs nothing is filled in"}.`,
      ...damaged.en,
    }),
    zh: ({ section, offset, added }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处有两个重定位：${added ? "内核会把两个地址相加，并使用相加的结果" : "只有第二个有效，而另一个所属的位置没有填写"}。`,
      ...damaged.zh,
    }),
  },
});
