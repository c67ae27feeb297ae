import { type Language, type Page, page } from "@kofit/core";
import type { Terminal } from "../frame/terminal.ts";
import { words } from "./diff-words.ts";
import type { How, Line, UnknownOn } from "./section.ts";
import type { Compared } from "./sections.ts";
import type { Side } from "./side.ts";

const colours = { "-": "red", "+": "green", "~": "yellow" } as const;

/** The comparison for a terminal. Of kernels that are alike it is one line. */
export function diffText(
  kernels: readonly [a: Side, b: Side],
  compared: readonly Compared[],
  how: How,
  terminal: Pick<Terminal, "width" | "colour">,
): string {
  const { language } = how;
  const out = page(terminal);
  const [a, b] = kernels;
  const same = titles(compared, "same", language);
  if (compared.every(({ outcome }) => outcome.state === "same")) {
    out.paragraph(words.alike[language](a.name, b.name, same));
    return out.print();
  }
  out.paragraph(words.heading[language], { colour: "bold" });
  out.gap();
  for (const [index, { name, inputs }] of kernels.entries()) {
    const given = inputs.join(", ");
    out.paragraph(given === name ? name : `${name}: ${given}`, {
      indent: 2,
      label: index === 0 ? "A  " : "B  ",
    });
  }
  for (const { section, outcome } of compared) {
    if (outcome.state === "same") continue;
    out.gap();
    out.paragraph(section.title[language], { colour: "bold" });
    if (outcome.state === "unknown") printUnknown(out, outcome.unknown, language);
    else for (const line of outcome.lines(how)) printLine(out, line);
  }
  out.gap();
  if (compared.some(({ outcome }) => outcome.state === "unknown")) out.paragraph(words.give[language]);
  if (same !== "") out.paragraph(words.same[language](same));
  return out.print();
}

/** The titles of the subjects that came out like that. */
export const titles = (compared: readonly Compared[], state: string, language: Language): string =>
  compared
    .filter(({ outcome }) => outcome.state === state)
    .map(({ section }) => section.title[language])
    .join(words.comma[language]);

function printLine(out: Page, { text, mark, isDetail }: Line): void {
  const plain = text.replaceAll("`", "");
  if (isDetail) out.paragraph(plain, { indent: 6, colour: "dim" });
  else if (mark) out.paragraph(plain, { indent: 2, label: `${mark} `, colour: colours[mark] });
  else out.paragraph(plain, { indent: 2 });
}

function printUnknown(out: Page, unknown: readonly UnknownOn[], language: Language): void {
  out.paragraph(words.unknown[language], { indent: 2, colour: "yellow" });
  for (const { side, why, remedy } of unknown) {
    out.paragraph(words.why[language](side, why[language]), { indent: 2 });
    out.paragraph(remedy[language], { indent: 6, colour: "dim" });
  }
}
