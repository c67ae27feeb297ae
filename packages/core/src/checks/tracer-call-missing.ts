import { defineCheck } from "../analyse/define-check.ts";
import { configured } from "../model/config.ts";
import { hex } from "../model/hex.ts";
import { damaged } from "./shared/damaged.ts";

export default defineCheck({
  id: "tracer-call-missing",
  title: {
    en: "A function does not call the kernel's tracer where it says so",
    zh: "函数没有在其声明的位置调用内核跟踪器",
  },
  effect: "unsafe",
  needs: { kernel: ["config"], module: ["relocations"] },
  // ftrace_make_nop() in arch/{x86,arm}/kernel/ftrace.c wants a call of MCOUNT_ADDR at each place; ftrace_bug() in
  // kernel/trace/ftrace.c warns otherwise and turns the tracer off. Where objtool has taken the calls out
  // (CC_USING_NOP_MCOUNT in the Makefile) nobody looks.
  run: ({ kernel, module }) => {
    const { untraced, outside, symbolOutside } = module.relocations;
    // A relocation that applies elsewhere is told as that, and what it does there comes first.
    if (!untraced || outside || symbolOutside) return [];
    if (!configured(kernel.config, "CONFIG_DYNAMIC_FTRACE")) return [];
    return configured(kernel.config, "CONFIG_FTRACE_MCOUNT_USE_OBJTOOL") ? [] : [untraced];
  },

  example: { section: ".text", offset: 0x10 },
  explain: {
    en: ({ section, offset }) => ({
      what: `\`__mcount_loc\` lists ${hex(offset)} of \`${section}\` as a call of the kernel's function tracer, and there is no such call: the kernel warns (\`ftrace bug\`) and turns the tracer off, and the code runs as it is.`,
      ...damaged.en,
    }),
    zh: ({ section, offset }) => ({
      what: `\`__mcount_loc\` 把 \`${section}\` 的 ${hex(offset)} 处列为对内核函数跟踪器的调用，而那里没有这样的调用：内核会发出警告（\`ftrace bug\`）并关闭跟踪器，而代码仍照原样执行。`,
      ...damaged.zh,
    }),
  },
});
