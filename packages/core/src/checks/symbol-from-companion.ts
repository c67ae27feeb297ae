import { defineCheck } from "../analyse/define-check.ts";

export default defineCheck({
  id: "symbol-from-companion",
  title: { en: "Another of these modules has to be loaded first", zh: "需要先加载同时检查的另一个模块" },
  effect: "note",
  needs: { pair: ["resolution"] },
  run: ({ pair }) => {
    const { fromCompanions } = pair.resolution;
    if (fromCompanions.length === 0) return [];
    return [...new Set(fromCompanions.map((one) => one.providedBy))].map((providedBy) => {
      const symbols = fromCompanions.filter((one) => one.providedBy === providedBy);
      return { providedBy, symbols: symbols.map(({ symbol }) => symbol) };
    });
  },

  example: { providedBy: "v4l2_base", symbols: ["v4l2_base_open", "v4l2_base_close"] },
  explain: {
    en: ({ providedBy, symbols }) => ({
      what: `The module needs ${symbols.length === 1 ? `\`${symbols[0]}\`` : `${symbols.length} symbols (\`${symbols[0]}\` …)`} from \`${providedBy}\`, which is checked together with it.`,
      why: "The kernel itself does not export what another out-of-tree module does.",
      fix: `Load \`${providedBy}\` first, or install both, run \`depmod -a\`, and let \`modprobe\` do it.`,
    }),
    zh: ({ providedBy, symbols }) => ({
      what: `模块需要来自 \`${providedBy}\` 的${symbols.length === 1 ? ` \`${symbols[0]}\`` : ` ${symbols.length} 个符号（\`${symbols[0]}\` 等）`}，该模块正与它一起接受检查。`,
      why: "这些符号由另一个树外模块导出，内核本身没有。",
      fix: `请先加载 \`${providedBy}\`，或安装两个模块并运行 \`depmod -a\`，由 \`modprobe\` 按顺序加载。`,
    }),
  },
});
