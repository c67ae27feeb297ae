import { defineCheck } from "../analyse/define-check.ts";
import { toolDifferenceText } from "../config-effects/toolchain-drift.ts";

export default defineCheck({
  id: "module-of-another-compiler",
  title: {
    en: "The module was built by another compiler than the kernel",
    zh: "编译模块与编译内核所用的编译器不同",
  },
  effect: "note",
  needs: { pair: ["compilerDifferences"] },
  // No kernel compares them; scripts/Makefile.modinst and modpost neither.
  run: ({ pair: { compilerDifferences: differences } }) => {
    if (differences.length === 0) return [];
    const [grave] = differences.filter(({ matters }) => matters);
    const [first] = differences;
    return (grave ?? first) ? [{ differences, matters: grave !== undefined }] : [];
  },

  example: {
    differences: [{ tool: "compiler", kernel: "gcc 12.2.0", other: "gcc 14.2.0" }],
    matters: false,
  },
  explain: {
    en: ({ differences, matters }) => ({
      what: `By the module's \`.comment\`, ${differences.map((one) => toolDifferenceText(one).en).join("; ")}.`,
      why: matters
        ? "Code of two compilers works together as long as both do what the kernel's options want of them, which these do not."
        : "No kernel compares compilers, and the options that decide what code has to look like are set in the headers: `make` warns of the difference, and it is noise.",
      fix: matters
        ? "Build the module with the compiler that the kernel was built with: the line `Linux version` in `/proc/version`, or `CONFIG_CC_VERSION_TEXT`, names it."
        : "Nothing has to be done.",
    }),
    zh: ({ differences, matters }) => ({
      what: `根据模块的 \`.comment\`，${differences.map((one) => toolDifferenceText(one).zh).join("；")}。`,
      why: matters
        ? "只有当两种编译器都按内核选项的要求生成代码时，它们的代码才能一起工作，而这里并非如此。"
        : "内核不比较编译器，而决定代码形式的选项都在头文件中设定：`make` 会就此发出警告，但这无关紧要。",
      fix: matters
        ? "请用编译内核时所用的编译器编译模块：`/proc/version` 中的 `Linux version` 一行或 `CONFIG_CC_VERSION_TEXT` 给出了它。"
        : "无需处理。",
    }),
  },
});
