import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { neverFits } from "./shared/reach.ts";
import { placeOf } from "./shared/relocations.ts";

export default defineCheck({
  id: "absolute-symbol-called",
  title: {
    en: "A symbol is called that is defined as an address near 0",
    zh: "调用了被定义为 0 附近地址的符号",
  },
  effect: "unsafe",
  needs: { kernel: ["architecture", "config"], module: ["relocations", "elf"] },
  // simplify_symbols() in kernel/module/main.c leaves SHN_ABS as it is. Where the address is used otherwise too, it may be tested first.
  run: ({ kernel, module }) => {
    const call = module.relocations.absoluteCalls?.find((one) => !neverFits(kernel, "absolute", one));
    return call ? [{ symbol: call.symbol, address: call.address, ...placeOf(module.elf, call) }] : [];
  },

  example: { symbol: "kmalloc_trace", address: 0, section: ".text", offset: 0x47, type: 4, symbolIndex: 31 },
  explain: {
    en: ({ symbol, address, section, offset }) => ({
      what: `The code at ${hex(offset)} of \`${section}\` calls \`${symbol}\`, which the module itself defines as the address ${hex(address)}, so that the kernel does not look it up.`,
      why: "Nothing is mapped at the lowest addresses, and the call crashes the kernel; such a definition comes from a linker script or from `--defsym`, or the file was changed after it was built.",
      fix: "Take the definition out, so that the kernel's own function is used, and build the module again.",
    }),
    zh: ({ symbol, address, section, offset }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的代码调用了 \`${symbol}\`，而模块自己把它定义为地址 ${hex(address)}，因此内核不会去查找它。`,
      why: "最低的地址没有映射任何内容，调用会使内核崩溃；这样的定义来自链接脚本或 `--defsym`，或者文件在编译之后被改动过。",
      fix: "请去掉该定义，以便使用内核自己的函数，然后重新编译模块。",
    }),
  },
});
