import { defineCheck } from "../analyse/define-check.ts";
import { hex32 } from "../model/hex.ts";

export default defineCheck({
  id: "symbol-crc-mismatch",
  title: { en: "A symbol's CRC differs from the kernel's", zh: "符号的 CRC 与内核不一致" },
  effect: "refused",
  needs: { pair: ["crcMismatches"] },
  run: ({ pair }) => pair.crcMismatches,

  // check_version() and resolve_symbol() in kernel/module/version.c and main.c
  kernelSays: ({ symbol }, { module, moduleInModinfo }) => ({
    errno: "EINVAL",
    log: [
      `${moduleInModinfo}: disagrees about version of symbol ${symbol}`,
      `${module}: Unknown symbol ${symbol} (err -22)`,
    ],
  }),

  example: {
    symbol: "usb_deregister",
    symbolIndex: 12,
    moduleCrc: 0x2b0d4e2f,
    kernelCrc: 0x91c14d8d,
    owner: "drivers/usb/core/usbcore",
  },
  explain: {
    en: ({ symbol, moduleCrc, kernelCrc }) => ({
      what: `The CRC of \`${symbol}\` is ${hex32(moduleCrc)} in the module and ${hex32(kernelCrc)} in the kernel.`,
      why: "A type that the symbol's prototype reaches is not the same in the two builds, so the kernel will not link them.",
      fix: "Build the module again with the headers package of exactly this kernel.",
    }),
    zh: ({ symbol, moduleCrc, kernelCrc }) => ({
      what: `\`${symbol}\` 的 CRC 在模块中是 ${hex32(moduleCrc)}，在内核中是 ${hex32(kernelCrc)}。`,
      why: "该符号的原型所涉及的某个类型在两次编译中不同，因此内核拒绝把它们链接在一起。",
      fix: "请使用与该内核完全对应的头文件包重新编译模块。",
    }),
  },
});
