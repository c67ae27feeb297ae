import { defineCheck } from "../analyse/define-check.ts";
import { configured } from "../model/config.ts";
import type { Imports } from "../model/module.ts";
import { nameOf } from "../model/names.ts";
import { linkedByHand } from "./shared/damaged.ts";
import { named } from "./shared/sections.ts";

const THUNK = "__x86_return_thunk";
// arch/x86/lib/retpoline.S warns under one of these.
const warning = [
  "CONFIG_MITIGATION_UNRET_ENTRY",
  "CONFIG_MITIGATION_SRSO",
  "CONFIG_MITIGATION_CALL_DEPTH_TRACKING",
];

function returnsByThunk({ names }: Imports): boolean {
  for (let row = 0; row < names.count; row += 1) if (nameOf(names, row) === THUNK) return true;
  return false;
}

export default defineCheck({
  id: "return-sites-missing",
  title: { en: "The list of the module's returns is missing", zh: "缺少模块返回指令的列表" },
  effect: "unsafe",
  needs: { kernel: ["architecture", "features", "config"], module: ["elf", "imports"] },
  // module_finalize() in arch/x86/kernel/module.c has apply_returns() replace what `.return_sites` lists. A return that it
  // does not know goes to __x86_return_thunk() itself, which warns since Linux kernel commit 4461438a8405
  // ("x86/retpoline: Ensure default return thunk isn't used at runtime") (in v6.9).
  run: ({ kernel, module }) => {
    if ((named(module.elf, ".return_sites")?.first.sh_size ?? 0) > 0) return [];
    if (kernel.architecture.name !== "x86_64" || !returnsByThunk(module.imports)) return [];
    if (!kernel.features.has("return-thunk-warning")) return [];
    return warning.some((option) => configured(kernel.config, option)) ? [{ symbol: THUNK }] : [];
  },

  example: { symbol: THUNK },
  explain: {
    en: ({ symbol }) => ({
      what: `The module returns from its functions by \`${symbol}\`, and has no \`.return_sites\` that lists where: the kernel does not replace these returns, and warns (\`Unpatched return thunk in use\`) when the first is taken.`,
      why: "The kernel's build has `objtool` write that list; the module was linked by hand, or without `objtool`.",
      fix: linkedByHand.en.fix,
    }),
    zh: ({ symbol }) => ({
      what: `模块的函数通过 \`${symbol}\` 返回，却没有列出这些位置的 \`.return_sites\`：内核不会替换这些返回指令，并在第一次执行到时发出警告（\`Unpatched return thunk in use\`）。`,
      why: "内核的构建系统会用 `objtool` 写入该列表；模块是手工链接的，或者没有经过 `objtool` 处理。",
      fix: linkedByHand.zh.fix,
    }),
  },
});
