import type { RepairPlan, RepairStep } from "@kofit/build";
import { type Language, type Page, page, type Text, visible } from "@kofit/core";
import type { Terminal } from "../frame/terminal.ts";
import { listed } from "../preflight/step.ts";
import type { RepairResult } from "./repair-json.ts";
import { differenceText, resultSentences, stepText, titles, undoText, words } from "./repair-words.ts";

type Width = Pick<Terminal, "width" | "colour">;

/** Columns of the longest title, and two more. */
const TITLE = 17;
/** Options that are named one by one. */
const SHOWN = 6;

/** What is asked, y/N. */
export const questions = {
  overlay: { en: "Do this? [y/N]", zh: "是否执行？[y/N]" },
  inPlace: { en: "Change the headers? [y/N]", zh: "是否修改头文件？[y/N]" },
  undo: { en: "Take it back? [y/N]", zh: "是否撤销？[y/N]" },
} as const satisfies Readonly<Record<string, Text>>;

/** What is to be done, and what cannot be. */
export function planText(
  { headers, release, steps, obstacles }: RepairPlan,
  language: Language,
  width: Width,
  inPlace: boolean,
): string {
  const out = page(width);
  const kernel = release ?? words.thisKernel[language];
  out.paragraph(words.heading[language](headers, kernel), { colour: "bold" });
  out.gap();
  for (const step of steps) printStep(out, step, language);
  for (const [index, { what, remedy }] of obstacles.entries()) {
    const label = index === 0 ? titles.obstacle[language] : "";
    out.paragraph(what[language], { label, labelWidth: TITLE, colour: "yellow" });
    // A remedy is said once for all neighbours that have the same.
    if (obstacles[index + 1]?.remedy.en !== remedy.en) {
      out.paragraph(remedy[language], { indent: TITLE, label: "> " });
    }
  }
  if (steps.length > 0) {
    out.gap();
    out.paragraph(words[inPlace ? "inPlace" : "overlay"][language]);
  }
  return out.print();
}

function printStep(out: Page, step: RepairStep, language: Language): void {
  out.paragraph(stepText(step)[language], { label: titles[step.id][language], labelWidth: TITLE });
  if (step.id !== "configuration") return;
  const { differences } = step;
  for (const one of differences.slice(0, SHOWN)) {
    out.paragraph(differenceText(one)[language], { indent: TITLE, label: "- " });
  }
  const more = differences.length - SHOWN;
  if (more > 0) out.paragraph(words.more[language](more), { indent: TITLE + 2, colour: "dim" });
  const { files, touched } = step;
  const written = words.writes[language](listed(files)[language], touched);
  if (files.length > 0) out.paragraph(written, { indent: TITLE, colour: "dim" });
}

/** Before an undo. */
export function undoPlanText(headers: string, language: Language, width: Width): string {
  const out = page(width);
  out.paragraph(undoText(headers)[language]);
  return out.print();
}

/** One sentence at the end, and what to type: on a line of its own, however long, because it is copied. */
export function resultText(result: RepairResult, language: Language, width: Width): string {
  const { sentence, command, colour } = resultSentences(result);
  if (!sentence) return "";
  const out = page(width);
  out.paragraph(sentence[language], { colour });
  return `\n${out.print()}${command === undefined ? "" : `  ${visible(command)}\n`}`;
}
