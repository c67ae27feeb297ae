import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { damaged } from "./shared/damaged.ts";
import { neverFits } from "./shared/reach.ts";
import { placeOf } from "./shared/relocations.ts";

export default defineCheck({
  id: "call-beside-function",
  title: { en: "A call does not go to the beginning of a function", zh: "调用的目标不是函数的开头" },
  effect: "unsafe",
  needs: { kernel: ["architecture", "config"], module: ["relocations", "elf"] },
  // apply_relocate_add() in arch/<name>/kernel/module.c adds what it is told to. Of x86_64 only 32 bits count, of arm64 a
  // table is used that is filled with a trap.
  run: ({ kernel, module }) => {
    const { beside } = module.relocations;
    return beside && !neverFits(kernel, "addend", beside) ? [placeOf(module.elf, beside)] : [];
  },

  example: { section: ".text", offset: 0x47, type: 4, symbolIndex: 31 },
  explain: {
    en: ({ section, offset }) => ({
      what: `The branch at ${hex(offset)} of \`${section}\` is to a function outside of the module, but not to its beginning: the processor goes on in the middle of an instruction, or elsewhere.`,
      ...damaged.en,
    }),
    zh: ({ section, offset }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的跳转指向模块之外的函数，但不是它的开头：处理器会从某条指令的中间或别的地方继续执行。`,
      ...damaged.zh,
    }),
  },
});
