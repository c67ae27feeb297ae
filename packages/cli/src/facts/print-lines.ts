import { type Language, page } from "@kofit/core";
import type { Terminal } from "../frame/terminal.ts";
import type { Line } from "./describe.ts";

/** All lines under a heading that says how many are known. */
export function printLines(
  subject: string,
  lines: readonly Line[],
  language: Language,
  terminal: Terminal,
): string {
  const out = page(terminal);
  const known = lines.filter((line) => line.known).length;
  const heading = {
    en: `${subject}: ${known} of ${lines.length} facts known`,
    zh: `${subject}：${lines.length} 项信息中已知 ${known} 项`,
  };
  out.paragraph(heading[language], { colour: "bold" });
  for (const { title, known, text, source } of lines) {
    out.gap();
    out.paragraph(known ? text[language] : `${unknownWord[language]}${text[language]}`, {
      indent: 2,
      label: title[language],
      labelWidth: LABEL,
      ...(!known && { colour: "yellow" }),
    });
    out.paragraph(source[language], {
      indent: 2 + LABEL,
      label: known ? "< " : "> ",
      ...(known && { colour: "dim" }),
    });
  }
  return out.print();
}

/** Columns of the longest title, and two more. */
const LABEL = 18;

const unknownWord = { en: "unknown: ", zh: "未知：" };
