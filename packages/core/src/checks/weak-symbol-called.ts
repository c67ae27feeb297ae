import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { placeOf } from "./shared/relocations.ts";

export default defineCheck({
  id: "weak-symbol-called",
  title: { en: "A weak symbol that is not there is called", zh: "调用了不存在的弱符号" },
  effect: "unsafe",
  needs: { module: ["relocations", "elf"], pair: ["absentWeak"] },
  // simplify_symbols() in kernel/module/main.c leaves it 0. Where its address is taken too, it may be tested first.
  run: ({ module, pair }) => {
    const { weakCalls } = module.relocations;
    if (!weakCalls) return [];
    return weakCalls.flatMap((call) => {
      const absent = pair.absentWeak.find(({ symbolIndex }) => symbolIndex === call.symbolIndex);
      return absent ? [{ symbol: absent.symbol, ...placeOf(module.elf, call) }] : [];
    });
  },

  example: { symbol: "kvm_extra_hook", section: ".text", offset: 0x47, type: 4, symbolIndex: 31 },
  explain: {
    en: ({ symbol, section, offset }) => ({
      what: `The code at ${hex(offset)} of \`${section}\` calls \`${symbol}\`, a weak symbol that neither this kernel nor any of its modules exports to this module, and nothing tests whether it is there.`,
      why: "The kernel leaves a weak symbol that it does not find at address 0 and says nothing, and the call crashes it.",
      fix: "Do not load it on this kernel; use a version of the source that supports it, or test the address before the call (`if (&symbol) symbol();`).",
    }),
    zh: ({ symbol, section, offset }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的代码调用了弱符号 \`${symbol}\`，该内核及其模块都没有向此模块导出它，代码也没有检查它是否存在。`,
      why: "内核找不到弱符号时不会提示，而是把它的地址留为 0，调用它会使内核崩溃。",
      fix: "请不要在该内核上加载它；请使用支持该内核的源代码版本，或在调用前检查地址（`if (&symbol) symbol();`）。",
    }),
  },
});
