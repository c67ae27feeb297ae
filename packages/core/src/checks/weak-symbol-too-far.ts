import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { placeOf } from "./shared/relocations.ts";

/** R_RISCV_CALL and R_RISCV_CALL_PLT; the latter may go by a table of the module, where it has one. */
const CALL = 18;
const CALL_PLT = 19;

export default defineCheck({
  id: "weak-symbol-too-far",
  title: {
    en: "A call of a weak symbol that is not there does not reach address 0",
    zh: "对不存在的弱符号的调用无法到达地址 0",
  },
  effect: "refused",
  needs: { kernel: ["architecture", "loaderOptions"], module: ["relocations", "elf"], pair: ["resolution"] },
  // apply_r_riscv_call_plt_rela() in arch/riscv/kernel/module.c: an absent symbol is at 0, further than 2 GiB away.
  run: ({ kernel, module, pair }) => {
    const { weakCalls } = module.relocations;
    if (!weakCalls || kernel.architecture.name !== "riscv64") return [];
    const byTable = kernel.loaderOptions.has("call-tables");
    const call = weakCalls.find(
      ({ type, symbolIndex }) =>
        (type === CALL || (type === CALL_PLT && !byTable)) &&
        pair.resolution.weakAbsent.some((absent) => absent.symbolIndex === symbolIndex),
    );
    const absent = pair.resolution.weakAbsent.find(({ symbolIndex }) => symbolIndex === call?.symbolIndex);
    return call && absent ? [{ symbol: absent.symbol, ...placeOf(module.elf, call) }] : [];
  },
  kernelSays: (_, { module }) => ({
    errno: "EINVAL",
    log: [`${module}: target 0000000000000000 can not be addressed by the 32-bit offset from PC = …`],
  }),

  example: { symbol: "kvm_extra_hook", section: ".text", offset: 0x47, type: 19, symbolIndex: 31 },
  explain: {
    en: ({ symbol, section, offset }) => ({
      what: `The code at ${hex(offset)} of \`${section}\` calls \`${symbol}\`, a weak symbol that neither this kernel nor any of its modules exports to this module.`,
      why: "The kernel leaves such a symbol at address 0, and on riscv64 no call reaches that far from a module.",
      fix: "Use a version of the source that supports this kernel, or call the function by a pointer that is tested first.",
    }),
    zh: ({ symbol, section, offset }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的代码调用了弱符号 \`${symbol}\`，该内核及其模块都没有向此模块导出它。`,
      why: "内核把这样的符号留在地址 0，而在 riscv64 上，模块中的调用无法到达那么远的地址。",
      fix: "请使用支持该内核的源代码版本，或先检查函数指针再通过它调用。",
    }),
  },
});
