import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";

export default defineCheck({
  id: "patch-site-misaligned",
  title: {
    en: "Functions are not aligned as the kernel's tracer needs it",
    zh: "函数没有按内核跟踪器的要求对齐",
  },
  effect: "unsafe",
  crashesHere: true,
  needs: { kernel: ["architecture", "loaderOptions"], module: ["patchSites"] },
  // ftrace_call_adjust() in arch/arm64/kernel/ftrace.c warns (`Misaligned patch-site`) and answers 0, and
  // aarch64_insn_write_literal_u64() writes there: kernel BUG at arch/arm64/kernel/patching.c.
  run: ({ kernel, module }) => {
    const { misaligned } = module.patchSites;
    if (!misaligned || kernel.architecture.name !== "arm64") return [];
    return kernel.loaderOptions.has("call-ops") ? [misaligned] : [];
  },
  example: { section: ".text.unlikely", offset: 0 },
  explain: {
    en: ({ section, offset }) => ({
      what: `A function of the module, at ${hex(offset)} of \`${section}\`, does not come to stand on a multiple of 8 bytes, and this kernel (\`CONFIG_DYNAMIC_FTRACE_WITH_CALL_OPS\`) keeps an address in front of every function.`,
      why: "The module was compiled by another compiler than the kernel, one without `-fmin-function-alignment` (GCC before 14), or by hand without the kernel's options.",
      fix: "Do not load it, it crashes the kernel; build it with the compiler that built the kernel (`CONFIG_CC_VERSION_TEXT`), GCC 14 or later.",
    }),
    zh: ({ section, offset }) => ({
      what: `模块中位于 \`${section}\` 偏移 ${hex(offset)} 处的函数没有按 8 字节对齐，而该内核（\`CONFIG_DYNAMIC_FTRACE_WITH_CALL_OPS\`）要在每个函数之前存放一个地址。`,
      why: "编译模块的编译器与编译内核的不同，不支持 `-fmin-function-alignment`（GCC 14 之前的版本），或者手工编译时没有使用内核的选项。",
      fix: "请不要加载它，否则内核会崩溃；请用编译内核的编译器（见 `CONFIG_CC_VERSION_TEXT`）（GCC 14 或更新版本）重新编译。",
    }),
  },
});
