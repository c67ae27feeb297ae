import { type Language, page, type Text, widthOf } from "@kofit/core";
import type { Terminal } from "../frame/terminal.ts";
import type { Preflight } from "./preflight.ts";
import type { Problem, Step, StepId } from "./step.ts";

const titles: Readonly<Record<StepId, Text>> = {
  release: { en: "release", zh: "版本" },
  tree: { en: "headers", zh: "头文件" },
  "host-tools": { en: "build programs", zh: "编译程序" },
  configuration: { en: "configuration", zh: "配置" },
  "kernel-configuration": { en: "kernel's config", zh: "内核的配置" },
  symvers: { en: "Module.symvers", zh: "Module.symvers" },
  tools: { en: "tools", zh: "工具" },
  probe: { en: "probe module", zh: "探测模块" },
};

const outcomes: Readonly<Record<Step["outcome"], Text>> = {
  ok: { en: "ok", zh: "正常" },
  "not-ok": { en: "not ok", zh: "不正常" },
  unknown: { en: "unknown", zh: "未知" },
};

const colours = { ok: "green", "not-ok": "red", unknown: "yellow" } as const;

const words = {
  heading: {
    en: (headers: string, kernel: string) => `${headers} for ${kernel}`,
    zh: (headers: string, kernel: string) => `${headers}，用于 ${kernel}`,
  },
  thisKernel: { en: "this kernel", zh: "该内核" },
  more: {
    en: (count: number) => `and ${count} more; --verbose lists all`,
    zh: (count: number) => `还有 ${count} 项；--verbose 会全部列出`,
  },
} as const;

/** Columns of the longest outcome, of the longest title, and two more each. */
const OUTCOME = 9;
const TITLE = 17;
/** Problems of one step that are shown. */
const SHOWN = 4;

/** A line for each step, the reasons and remedies below it, and one sentence at the end. */
export function preflightText(
  { headers, release, steps, outcome, conclusion }: Preflight,
  language: Language,
  { width, colour, verbose }: Pick<Terminal, "width" | "colour"> & { readonly verbose: boolean },
): string {
  const out = page({ width, colour });
  const kernel = release ?? words.thisKernel[language];
  out.paragraph(words.heading[language](headers, kernel), { colour: "bold" });
  out.gap();
  for (const step of steps) {
    out.paragraph(step.found[language], {
      label: `${pad(outcomes[step.outcome][language], OUTCOME)}${titles[step.id][language]}`,
      labelWidth: OUTCOME + TITLE,
      ...(step.outcome !== "ok" && { colour: colours[step.outcome] }),
    });
    const shown = verbose ? step.problems : step.problems.slice(0, SHOWN);
    for (const [index, problem] of shown.entries()) {
      // One sentence that the line above has already.
      if (problem.what[language] !== step.found[language]) {
        out.paragraph(problem.what[language], { indent: OUTCOME, label: "- " });
      }
      for (const link of problem.chain ?? []) {
        out.paragraph(link[language], { indent: OUTCOME + 2, label: "→ " });
      }
      if (isLastOf(shown, index)) out.paragraph(problem.remedy[language], { indent: OUTCOME, label: "> " });
    }
    const hidden = step.problems.length - shown.length;
    if (hidden > 0) out.paragraph(words.more[language](hidden), { indent: OUTCOME + 2, colour: "dim" });
    for (const note of step.notes ?? []) out.paragraph(note[language], { indent: OUTCOME, colour: "dim" });
  }
  out.gap();
  out.paragraph(conclusion[language], { colour: colours[outcome] });
  return out.print();
}

/** A remedy is said once for all neighbours that have the same. */
const isLastOf = (problems: readonly Problem[], index: number): boolean =>
  problems[index + 1]?.remedy.en !== problems[index]?.remedy.en;

/** A Chinese character takes two columns. */
function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}
