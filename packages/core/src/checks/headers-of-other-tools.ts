import { defineCheck } from "../analyse/define-check.ts";
import { toolDifferenceText } from "../config-effects/toolchain-drift.ts";
import type { ToolDifference } from "../model/tool-difference.ts";

/** The differences in one sentence, those that matter first. */
const sentence = (differences: readonly ToolDifference[], language: "en" | "zh", semicolon: string): string =>
  differences.map((one) => toolDifferenceText(one)[language]).join(semicolon);

export default defineCheck({
  id: "headers-of-other-tools",
  title: {
    en: "The headers were configured with other tools than the kernel",
    zh: "配置头文件所用的工具与编译内核所用的不同",
  },
  effect: "note",
  needs: { kernel: ["toolDifferences"] },
  run: ({ kernel: { toolDifferences: found } }) => {
    if (found.length === 0) return [];
    const [grave, noise] = [found.filter(({ matters }) => matters), found.filter(({ matters }) => !matters)];
    return [{ differences: [...grave, ...noise], matters: grave.length > 0 }];
  },

  example: {
    differences: [
      {
        tool: "pahole",
        kernel: "124",
        other: "none",
        matters: { why: "options lost", options: ["CONFIG_DEBUG_INFO_BTF_MODULES"] },
      },
      { tool: "compiler", kernel: "gcc 12.2.0", other: "gcc 14.2.0" },
    ],
    matters: true,
  },
  explain: {
    en: ({ differences, matters }) => ({
      what: `In the headers, beside the kernel, ${sentence(differences, "en", "; ")}.`,
      why: matters
        ? "The headers were configured again with the tools of another machine, and Kconfig asks the tools what they can do."
        : "The headers were configured again with the tools of another machine; no option that follows from these tools changed, so modules come out alike.",
      fix: matters
        ? "Install the tools that the kernel was built with, reinstall the headers package and build the module again."
        : "Nothing has to be done; the warning of `make` that the compiler differs means no more than this.",
    }),
    zh: ({ differences, matters }) => ({
      what: `头文件与内核相比，${sentence(differences, "zh", "；")}。`,
      why: matters
        ? "头文件用另一台机器上的工具重新配置过，而 Kconfig 会询问工具具备哪些功能。"
        : "头文件用另一台机器上的工具重新配置过；取决于这些工具的选项都没有变，因此编译出的模块没有区别。",
      fix: matters
        ? "请安装编译内核时所用的工具，重新安装头文件包并重新编译模块。"
        : "无需处理；`make` 关于编译器不同的警告也仅此而已。",
    }),
  },
});
