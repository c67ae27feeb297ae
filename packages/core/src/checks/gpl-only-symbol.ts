import { defineCheck } from "../analyse/define-check.ts";

export default defineCheck({
  id: "gpl-only-symbol",
  title: {
    en: "A GPL-only symbol for a module with another licence",
    zh: "非 GPL 模块使用了仅限 GPL 的符号",
  },
  effect: "refused",
  needs: { module: ["license"], pair: ["resolution"] },
  run: ({ module, pair }) =>
    pair.resolution.gplOnly.map((one) => ({ ...one, license: module.license ?? null })),

  // find_symbol() does not show it to such a module, so it is as if nothing exported it. kernel/module/main.c
  kernelSays: ({ symbol }, { module }) => ({
    errno: "ENOENT",
    log: [`${module}: Unknown symbol ${symbol} (err -2)`],
  }),

  example: {
    symbol: "usb_deregister",
    symbolIndex: 11,
    owner: "drivers/usb/core/usbcore",
    license: "Proprietary",
  },
  explain: {
    en: ({ symbol, owner, license }) => ({
      what: `\`${symbol}\` (from \`${owner}\`) is exported for GPL modules only; the module's licence is ${license === null ? "not given" : `\`${license}\``}.`,
      why: "The kernel hides GPL-only symbols from modules whose `MODULE_LICENSE` is not GPL compatible, and says only that the symbol is unknown.",
      fix: 'If the source is under the GPL, say so with `MODULE_LICENSE("GPL")` and build it again; otherwise ask its vendor for a version that does without this symbol.',
    }),
    zh: ({ symbol, owner, license }) => ({
      what: `\`${symbol}\`（来自 \`${owner}\`）仅限 GPL 模块使用，而该模块${license === null ? "没有声明许可证" : `的许可证是 \`${license}\``}。`,
      why: "对于 `MODULE_LICENSE` 与 GPL 不兼容的模块，内核会隐藏仅限 GPL 的符号，并且只报告找不到该符号。",
      fix: '如果源代码采用 GPL 许可，请用 `MODULE_LICENSE("GPL")` 声明并重新编译；否则请向厂商索取不使用该符号的版本。',
    }),
  },
});
