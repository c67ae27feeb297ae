import { defineCheck } from "../analyse/define-check.ts";
import { failsClosed } from "./shared/debian.ts";

export default defineCheck({
  id: "symbol-without-crc-accepted",
  title: { en: "A symbol's CRC is missing and not asked for", zh: "缺少某个符号的 CRC，但内核不作要求" },
  effect: "note",
  needs: { kernel: ["release", "config"], pair: ["resolution"] },
  // check_version() in kernel/module/version.c: "Broken toolchain. Warn once, then let it go"
  run: ({ kernel, pair }) => {
    const { withoutCrc } = pair.resolution;
    return withoutCrc.length > 0 && !failsClosed(kernel) ? withoutCrc : [];
  },

  example: { symbol: "kmalloc_trace", symbolIndex: 11 },
  explain: {
    en: ({ symbol }) => ({
      what: `The module's \`__versions\` has no CRC for \`${symbol}\`, which the kernel has one for.`,
      why: "modpost did not find it when the module was built (`Module.symvers` was missing, empty or of another kernel); the kernel warns once and links the symbol without comparing types.",
      fix: "Check that `/lib/modules/$(uname -r)/build/Module.symvers` has the symbol, then build the module again.",
    }),
    zh: ({ symbol }) => ({
      what: `内核有 \`${symbol}\` 的 CRC，而模块的 \`__versions\` 中没有。`,
      why: "编译模块时 modpost 没有找到它（`Module.symvers` 缺失、为空或属于另一个内核）；内核只警告一次，不比较类型就完成链接。",
      fix: "请确认 `/lib/modules/$(uname -r)/build/Module.symvers` 中有该符号，然后重新编译模块。",
    }),
  },
});
