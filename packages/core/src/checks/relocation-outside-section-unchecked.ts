import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { damaged } from "./shared/damaged.ts";
import { isArm, placeOf, readsPlaceFirst } from "./shared/relocations.ts";

export default defineCheck({
  id: "relocation-outside-section-unchecked",
  title: {
    en: "A relocation is outside of its section, and this kernel does not look",
    zh: "重定位的位置超出所在的节，而该内核不作检查",
  },
  effect: "unsafe",
  strayAccess: true,
  needs: { kernel: ["architecture"], module: ["relocations", "elf"] },
  // apply_relocate_add() of all but arm; there count_plts() in arch/arm/kernel/module-plts.c reads the place before anybody looks.
  run: ({ kernel, module }) => {
    const { outside } = module.relocations;
    if (!outside || (isArm(kernel.architecture.name) && !readsPlaceFirst(module.elf, outside))) return [];
    const size = module.elf.sections[module.elf.sections[outside.section]?.sh_info ?? 0]?.sh_size ?? 0;
    return [{ ...placeOf(module.elf, outside), size }];
  },

  example: { section: ".text", offset: 0x10_0000, type: 4, symbolIndex: 31, size: 640 },
  explain: {
    en: ({ section, offset, size }) => ({
      what: `A relocation is to be written to ${hex(offset)} of \`${section}\`, which has ${size} bytes: the kernel writes into other memory, or crashes.`,
      ...damaged.en,
    }),
    zh: ({ section, offset, size }) => ({
      what: `一个重定位要写入 \`${section}\` 的 ${hex(offset)} 处，而该节只有 ${size} 字节：内核会写入其他内存，或者崩溃。`,
      ...damaged.zh,
    }),
  },
});
