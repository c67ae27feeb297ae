import { type Language, visible } from "@kofit/core";
import { titles } from "./diff-text.ts";
import { words } from "./diff-words.ts";
import type { How, Line, UnknownOn } from "./section.ts";
import type { Compared } from "./sections.ts";
import type { Side } from "./side.ts";

/** The comparison as Markdown, for an issue or a page. */
export function diffMarkdown(
  [a, b]: readonly [a: Side, b: Side],
  compared: readonly Compared[],
  how: How,
): string {
  const { language } = how;
  const same = titles(compared, "same", language);
  if (compared.every(({ outcome }) => outcome.state === "same")) {
    return `${words.alike[language](escaped(a.name), escaped(b.name), same)}\n`;
  }
  const lines = [
    `# ${words.heading[language]}`,
    "",
    ...[a, b].map(
      ({ name, inputs }, i) => `- ${i === 0 ? "A" : "B"}: ${escaped(`${name} (${inputs.join(", ")})`)}`,
    ),
  ];
  for (const { section, outcome } of compared) {
    if (outcome.state === "same") continue;
    lines.push("", `## ${section.title[language]}`, "");
    lines.push(
      ...(outcome.state === "unknown" ? unknownLines(outcome.unknown, language) : listed(outcome.lines(how))),
    );
  }
  if (compared.some(({ outcome }) => outcome.state === "unknown"))
    lines.push("", escaped(words.give[language]));
  if (same !== "") lines.push("", words.same[language](same));
  return `${lines.filter((line, index) => line !== "" || lines[index - 1] !== "").join("\n")}\n`;
}

const unknownLines = (unknown: readonly UnknownOn[], language: Language): readonly string[] => [
  words.unknown[language],
  "",
  ...unknown.map(
    ({ side, why, remedy }) =>
      `- ${escaped(words.why[language](side, why[language]))}\n  ${escaped(remedy[language])}`,
  ),
];

/** Sentences stand apart, with an empty line before the list that follows and behind the one before. */
function listed(lines: readonly Line[]): readonly string[] {
  return lines.flatMap(({ text, mark, isDetail }, index) => {
    if (isDetail) return [`  - ${escaped(text)}`];
    if (mark) return [`- ${code(mark)} ${escaped(text)}`];
    return [...(index > 0 ? [""] : []), escaped(text), ""];
  });
}

const code = (mark: string): string => `\`${mark}\``;

/** What is no code is no markup either: names and paths come from files. */
function escaped(text: string): string {
  return visible(text)
    .split("`")
    .map((part, index) => (index % 2 === 1 ? `\`${part}\`` : part.replaceAll(/[\\*_[\]<>#|~]/g, "\\$&")))
    .join("");
}
