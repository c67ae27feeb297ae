import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { damaged } from "./shared/damaged.ts";
import { isArm, placeOf, readsPlaceFirst } from "./shared/relocations.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "relocation-outside-section",
  title: { en: "A relocation is outside of its section", zh: "重定位的位置超出所在的节" },
  effect: "refused",
  needs: { kernel: ["architecture"], module: ["relocations", "elf"] },
  // apply_relocate() in arch/arm/kernel/module.c
  run: ({ kernel, module }) => {
    const { outside } = module.relocations;
    if (!outside || !isArm(kernel.architecture.name) || readsPlaceFirst(module.elf, outside)) return [];
    const size = module.elf.sections[module.elf.sections[outside.section]?.sh_info ?? 0]?.sh_size ?? 0;
    return [{ ...placeOf(module.elf, outside), table: outside.section, size }];
  },
  kernelSays: ({ table, offset, size }, { module }) =>
    // %d and %u
    noExec(
      `${module}: section ${table} reloc … sym '…': out of bounds relocation, offset ${offset | 0} size ${size}`,
    ),

  example: { section: ".data", offset: 0x1000, type: 2, symbolIndex: 31, table: 7, size: 64 },
  explain: {
    en: ({ section, offset, size }) => ({
      what: `A relocation is to be written to ${hex(offset)} of \`${section}\`, which has ${size} bytes.`,
      ...damaged.en,
    }),
    zh: ({ section, offset, size }) => ({
      what: `一个重定位要写入 \`${section}\` 的 ${hex(offset)} 处，而该节只有 ${size} 字节。`,
      ...damaged.zh,
    }),
  },
});
