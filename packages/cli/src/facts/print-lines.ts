import { type Language, page } from "@kofit/core";
import type { Terminal } from "../frame/terminal.ts";
import type { Line } from "./describe.ts";

/** What was read, and what to call it. */
export interface Subject {
  readonly name: string;
  /** Paths of the inputs; long ones are written once and called `[1]`, `[2]` … in what follows. */
  readonly inputs: readonly string[];
}

/** Columns of the longest title, and two more. */
const LABEL = 18;

const words = {
  heading: {
    en: (name: string, known: number, all: number) => `${name}: ${known} of ${all} facts known`,
    zh: (name: string, known: number, all: number) => `${name}：${all} 项信息中已知 ${known} 项`,
  },
  unknown: { en: "unknown: ", zh: "未知：" },
} as const;

/** All lines under a heading that says how many are known. */
export function printLines(
  { name, inputs }: Subject,
  lines: readonly Line[],
  language: Language,
  terminal: Pick<Terminal, "width" | "colour">,
): string {
  const out = page(terminal);
  const known = lines.filter((line) => line.known).length;
  out.paragraph(words.heading[language](name, known, lines.length), { colour: "bold" });
  for (const [index, input] of inputs.entries()) {
    out.paragraph(input, { indent: 2, label: `[${index + 1}] `, colour: "dim" });
  }
  out.gap();
  for (const { title, known, text, source } of lines) {
    out.paragraph(known ? text[language] : words.unknown[language] + text[language], {
      indent: 2,
      label: title[language],
      labelWidth: LABEL,
      ...(!known && { colour: "yellow" }),
    });
    out.paragraph(shortened(source[language], inputs), {
      indent: 2 + LABEL,
      label: known ? "< " : "> ",
      ...(known && { colour: "dim" }),
    });
  }
  return out.print();
}

function shortened(source: string, inputs: readonly string[]): string {
  const index = inputs.findIndex((input) => source.startsWith(input));
  return index < 0 ? source : `[${index + 1}]${source.slice(inputs[index]?.length)}`;
}
