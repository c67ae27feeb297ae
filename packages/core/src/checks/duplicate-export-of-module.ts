import { defineCheck } from "../analyse/define-check.ts";
import { moduleNameOf } from "../model/module-name.ts";

export default defineCheck({
  id: "duplicate-export-of-module",
  title: { en: "A module of the kernel exports the same symbols", zh: "内核的某个模块导出了同样的符号" },
  effect: "note",
  needs: { pair: ["duplicateExports"], state: ["loaded"] },
  run: ({ pair, state }) => {
    // Where it is known what is loaded, nothing else is in the way.
    if (pair.duplicateExports.length === 0 || state.loaded) return [];
    const others = pair.duplicateExports.filter(({ owner }) => owner !== "vmlinux");
    return [...new Set(others.map((one) => one.owner))].map((owner) => {
      const symbols = others.filter((one) => one.owner === owner).map(({ symbol }) => symbol);
      return { owner: moduleNameOf(owner), symbols };
    });
  },

  example: { owner: "usbcore", symbols: ["usb_deregister"] },
  explain: {
    en: ({ owner, symbols }) => ({
      what: `\`${owner}\`, a module of this kernel, exports ${symbols.length === 1 ? `\`${symbols[0]}\`` : `${symbols.length} of the same symbols (\`${symbols[0]}\` …)`} too.`,
      why: "Two modules that export the same symbol cannot be loaded at the same time: the second one is refused with `exports duplicate symbol`.",
      fix: `If this module replaces \`${owner}\`, unload that one and keep it away: \`echo "blacklist ${owner}" > /etc/modprobe.d/${owner}.conf\`.`,
    }),
    zh: ({ owner, symbols }) => ({
      what: `该内核的模块 \`${owner}\` 也导出了${symbols.length === 1 ? ` \`${symbols[0]}\`` : `其中 ${symbols.length} 个符号（\`${symbols[0]}\` 等）`}。`,
      why: "导出同一符号的两个模块不能同时加载：后加载的会因 `exports duplicate symbol` 被拒绝。",
      fix: `如果该模块用来替换 \`${owner}\`，请卸载后者并禁止其自动加载：\`echo "blacklist ${owner}" > /etc/modprobe.d/${owner}.conf\`。`,
    }),
  },
});
