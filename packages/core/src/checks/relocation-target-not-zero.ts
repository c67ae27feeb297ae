import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { damaged } from "./shared/damaged.ts";
import { notZeroSays, placeOf } from "./shared/relocations.ts";

export default defineCheck({
  id: "relocation-target-not-zero",
  title: {
    en: "A relocation is to be written where something stands already",
    zh: "重定位要写入的位置已有内容",
  },
  effect: "refused",
  needs: { kernel: ["architecture"], module: ["relocations", "elf"] },
  // The others add to what is there, or write over it. __write_relocate_add() in arch/x86/kernel/module.c
  run: ({ kernel, module }) => {
    const { notZero, twice } = module.relocations;
    const found = notZero ?? twice;
    if (!found || kernel.architecture.name !== "x86_64") return [];
    return [{ ...placeOf(module.elf, found), twice: !notZero }];
  },
  kernelSays: ({ type }, { features }) => notZeroSays(features, type),

  example: { section: ".init.text", offset: 0x12, type: 4, symbolIndex: 31, twice: false },
  explain: {
    en: ({ section, offset, twice }) => ({
      what: `The place at ${hex(offset)} of \`${section}\`, which the loader is to fill in, ${twice ? "is filled in twice" : "is not empty"}, and x86_64 kernels refuse that.`,
      why: damaged.en.why,
      fix: damaged.en.fix,
    }),
    zh: ({ section, offset, twice }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处应由加载器填写，但${twice ? "会被填写两次" : "那里已有内容"}，x86_64 内核会拒绝这样的模块。`,
      why: damaged.zh.why,
      fix: damaged.zh.fix,
    }),
  },
});
