import { type Advice, type Language, type Need, page, type Text } from "@kofit/core";
import type { Terminal } from "../frame/terminal.ts";

/** What was asked for, and what to type for it. */
export interface Answer {
  readonly title: Text;
  readonly advice: readonly Advice[];
}

/** What each need is called in a heading. */
export const needTitles: Readonly<Record<Need, Text>> = {
  headers: { en: "the headers of this kernel", zh: "该内核的头文件" },
  "headers-again": { en: "the headers as they were packaged", zh: "恢复头文件包的原始内容" },
  "kernel-from-source": {
    en: "kernel and headers of one build, from source",
    zh: "从源代码编译内核及其头文件",
  },
};

/** Before a condition that is known to hold, or not. */
const given = {
  if: { en: (words: string) => `if ${words}:`, zh: (words: string) => `如果${words}：` },
  since: { en: (words: string) => `since ${words}:`, zh: (words: string) => `因为${words}：` },
} as const;

const nothing: Text = {
  en: "the repository no longer has them; `kofit repair` brings the headers back in step with the kernel by its configuration",
  zh: "软件源中已没有该软件包；`kofit repair` 可以按内核的配置修复头文件",
};

/** A heading for each answer, and below it commands that can be copied, each with its condition. */
export function recipeText(
  heading: string,
  answers: readonly Answer[],
  language: Language,
  { width, colour }: Pick<Terminal, "width" | "colour">,
): string {
  const out = page({ width, colour });
  out.paragraph(heading, { colour: "bold" });
  for (const { title, advice } of answers) {
    out.gap();
    out.paragraph(title[language], { colour: "bold" });
    if (advice.length === 0) out.paragraph(nothing[language], { indent: 2 });
    for (const { certain, condition: words, commands, note } of advice) {
      out.paragraph(given[certain ? "since" : "if"][language](words[language]), { indent: 2 });
      for (const command of commands) out.paragraph(command, { indent: 4, whole: true });
      if (note) out.paragraph(note[language], { indent: 4 });
    }
  }
  return out.print();
}
