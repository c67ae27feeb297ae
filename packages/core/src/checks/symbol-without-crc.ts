import { defineCheck } from "../analyse/define-check.ts";
import { failsClosed } from "./shared/debian.ts";
import { symbolSays } from "./shared/says.ts";

export default defineCheck({
  id: "symbol-without-crc",
  title: { en: "The module has no CRC for a symbol", zh: "模块缺少某个符号的 CRC" },
  effect: "refused",
  needs: { kernel: ["release", "config"], pair: ["resolution"] },
  run: ({ kernel, pair }) => {
    const { withoutCrc } = pair.resolution;
    return withoutCrc.length > 0 && failsClosed(kernel) ? withoutCrc : [];
  },

  // check_version() in kernel/module/version.c as Debian patches it; mainline only warns
  kernelSays: ({ symbol }, context) =>
    symbolSays(context, symbol, `${context.moduleInModinfo}: no symbol version for ${symbol}`),

  example: { symbol: "kmalloc_trace", symbolIndex: 11 },
  explain: {
    en: ({ symbol }) => ({
      what: `The module's \`__versions\` has no CRC for \`${symbol}\`; this kernel has one and wants to compare.`,
      why: "modpost did not find the symbol's CRC when the module was built: `Module.symvers` was missing, empty or of another kernel.",
      fix: "Check that `/lib/modules/$(uname -r)/build/Module.symvers` has the symbol, then build the module again.",
    }),
    zh: ({ symbol }) => ({
      what: `模块的 \`__versions\` 中没有 \`${symbol}\` 的 CRC，而该内核有并要求比较。`,
      why: "编译模块时 modpost 没有找到该符号的 CRC：`Module.symvers` 缺失、为空或属于另一个内核。",
      fix: "请确认 `/lib/modules/$(uname -r)/build/Module.symvers` 中有该符号，然后重新编译模块。",
    }),
  },
});
