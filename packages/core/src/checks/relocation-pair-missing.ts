import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import type { ElfShape } from "../model/module.ts";
import type { RelocationAt } from "../model/relocations.ts";
import { damaged } from "./shared/damaged.ts";
import { placeOf } from "./shared/relocations.ts";

const isElsewhere = ({ sections }: ElfShape, { section, offset }: RelocationAt): boolean =>
  offset >= (sections[sections[section]?.sh_info ?? 0]?.sh_size ?? 0);

const isBefore = (a: RelocationAt, b: RelocationAt): boolean =>
  a.section < b.section || (a.section === b.section && a.index < b.index);

export default defineCheck({
  id: "relocation-pair-missing",
  title: { en: "A relocation's other half is missing", zh: "缺少与某个重定位配对的另一半" },
  effect: "refused",
  needs: { kernel: ["architecture"], module: ["relocations", "elf"] },
  // apply_relocate_add() in arch/riscv/kernel/module.c
  run: ({ kernel, module: { relocations, elf } }) => {
    const { unpaired, outside } = relocations;
    if (!unpaired || !kernel.architecture.name.startsWith("riscv")) return [];
    // What is written somewhere else before may be the end already.
    return outside && isElsewhere(elf, outside) && isBefore(outside, unpaired)
      ? []
      : [placeOf(elf, unpaired)];
  },
  kernelSays: (_, { module }) => ({
    errno: "EINVAL",
    log: [`${module}: Can not find HI20 relocation information`],
  }),

  example: { section: ".text", offset: 0x12, type: 24, symbolIndex: 31 },
  explain: {
    en: ({ section, offset, type }) => ({
      what: `The relocation at ${hex(offset)} of \`${section}\` (type ${type}) completes an address whose first half another relocation fills in, and where that should be there is none.`,
      ...damaged.en,
    }),
    zh: ({ section, offset, type }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的重定位（类型 ${type}）用于补全一个地址，其前一半应由另一个重定位填写，但那里没有这样的重定位。`,
      ...damaged.zh,
    }),
  },
});
