import { defineCheck } from "../analyse/define-check.ts";
import { findString } from "../model/names.ts";

const code = (names: readonly string[], separator: string): string =>
  names.map((name) => `\`${name}\``).join(separator);

export default defineCheck({
  id: "unknown-symbol",
  title: { en: "A symbol is exported by nothing", zh: "没有任何模块导出某个符号" },
  effect: "refused",
  needs: { pair: ["unknownSymbols"], state: ["exportsOfAll"] },
  run: ({ pair, state }) => {
    const all = state.exportsOfAll;
    // What a module exports that is not loaded is another defect.
    return all === undefined
      ? pair.unknownSymbols
      : pair.unknownSymbols.filter(({ symbol }) => findString(all.names, symbol) < 0);
  },

  // simplify_symbols() in kernel/module/main.c
  kernelSays: ({ symbol, beginning }, { module }) => ({
    errno: "ENOENT",
    log: [`${module}: Unknown symbol ${symbol}${beginning ? "…" : ""} (err -2)`],
  }),

  example: { symbol: "class_created", symbolIndex: 41, similar: ["class_create"] },
  explain: {
    en: ({ symbol, similar }) => ({
      what: `The module needs \`${symbol}\`, which neither this kernel nor any of its modules exports.`,
      why: `This release renamed it, removed it or does not export it, its configuration leaves it out, or it belongs to another out-of-tree module${similar.length > 0 ? `; similar names that are exported: ${code(similar, ", ")}` : ""}.`,
      fix: "Use a version of the module's source that supports this kernel release; where another out-of-tree module exports the symbol, give both to kofit and load that one first.",
    }),
    zh: ({ symbol, similar }) => ({
      what: `模块需要 \`${symbol}\`，但该内核及其模块都没有导出这个符号。`,
      why: `该内核版本改了名、删除了或不再导出它，配置中没有启用它，或者它属于另一个树外模块${similar.length > 0 ? `；已导出的相近名字有 ${code(similar, "、")}` : ""}。`,
      fix: "请使用支持该内核版本的模块源代码；如果该符号由另一个树外模块导出，请把两个模块一起交给 kofit，并先加载那个模块。",
    }),
  },
});
