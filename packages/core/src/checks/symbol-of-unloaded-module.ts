import { defineCheck } from "../analyse/define-check.ts";
import { findExport } from "../model/exports.ts";
import { moduleNameOf } from "../model/module-name.ts";

export default defineCheck({
  id: "symbol-of-unloaded-module",
  title: { en: "A module that is needed is not loaded", zh: "所需的模块尚未加载" },
  effect: "refused",
  needs: { pair: ["unknownSymbols"], state: ["exportsOfAll"] },
  *run({ pair, state }) {
    const all = state.exportsOfAll;
    if (all === undefined) return;
    for (const { symbol, symbolIndex } of pair.unknownSymbols) {
      const found = findExport(all, symbol);
      if (found) yield { symbol, symbolIndex, owner: moduleNameOf(found.owner) };
    }
  },
  // simplify_symbols() in kernel/module/main.c
  kernelSays: ({ symbol }, { module }) => ({
    errno: "ENOENT",
    log: [`${module}: Unknown symbol ${symbol} (err -2)`],
  }),

  example: { symbol: "usb_deregister", symbolIndex: 41, owner: "usbcore" },
  explain: {
    en: ({ symbol, owner }) => ({
      what: `The module needs \`${symbol}\`, which \`${owner}\`, a module of this kernel, exports, and that one is not loaded.`,
      why: "`insmod` loads one file and nothing that it needs.",
      fix: `Load \`${owner}\` first (\`modprobe ${owner}\`), or install the module, run \`depmod -a\`, and let \`modprobe\` load both.`,
    }),
    zh: ({ symbol, owner }) => ({
      what: `模块需要 \`${symbol}\`，它由该内核的模块 \`${owner}\` 导出，而后者尚未加载。`,
      why: "`insmod` 只加载一个文件，不加载它所依赖的模块。",
      fix: `请先加载 \`${owner}\`（\`modprobe ${owner}\`），或安装该模块并运行 \`depmod -a\`，由 \`modprobe\` 一并加载。`,
    }),
  },
});
