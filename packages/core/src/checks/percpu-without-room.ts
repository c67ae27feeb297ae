import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { damaged } from "./shared/damaged.ts";
import { neverFits } from "./shared/reach.ts";
import { placeOf } from "./shared/relocations.ts";

export default defineCheck({
  id: "percpu-without-room",
  title: { en: "Per-CPU variables are in a section without size", zh: "每 CPU 变量所在的节长度为零" },
  effect: "unsafe",
  needs: { kernel: ["architecture", "config"], module: ["relocations", "elf"] },
  // percpu_modalloc() in kernel/module/main.c sets nothing apart, and simplify_symbols() counts from 0: the variables are
  // those with which the kernel's own per-CPU data begins.
  run: ({ kernel, module }) => {
    const { roomless } = module.relocations;
    if (!roomless || roomless.some((one) => neverFits(kernel, "roomless", one))) return [];
    return roomless.slice(0, 1).map((one) => placeOf(module.elf, one));
  },

  example: { section: ".text", offset: 0x12, type: 11, symbolIndex: 31 },
  explain: {
    en: ({ section, offset }) => ({
      what: `The code at ${hex(offset)} of \`${section}\` uses a per-CPU variable of the module, and \`.data..percpu\` has no size: the kernel sets no memory apart for it, and its own per-CPU data is written over.`,
      ...damaged.en,
    }),
    zh: ({ section, offset }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的代码使用了模块的每 CPU 变量，而 \`.data..percpu\` 的长度为零：内核不会为它分配内存，内核自己的每 CPU 数据会被改写。`,
      ...damaged.zh,
    }),
  },
});
