import { type Language, page } from "@kofit/core";
import type { Terminal } from "../frame/terminal.ts";
import { layoutText } from "./layout-text.ts";
import type { RecordIn } from "./record-in.ts";

type Page = Pick<Terminal, "width" | "colour">;

const words = {
  several: {
    en: (what: string, count: number, kernel: string) =>
      `${kernel} has ${count} different layouts of ${what}: C lets each source file have its own.`,
    zh: (what: string, count: number, kernel: string) =>
      `${kernel} 中的 ${what} 有 ${count} 种不同布局：C 语言允许每个源文件各有一个。`,
  },
  one: {
    en: (index: number, count: number) => `${index} of ${count}`,
    zh: (index: number, count: number) => `第 ${index} 个，共 ${count} 个`,
  },
  from: { en: (file: string) => `, from ${file}`, zh: (file: string) => `，来自 ${file}` },
  more: {
    en: (count: number) => ` and ${count} more ${count === 1 ? "file" : "files"}`,
    zh: (count: number) => ` 及另外 ${count} 个文件`,
  },
  untold: {
    en: "Where each is from these types (BTF) do not tell; debug information does.",
    zh: "这些类型信息（BTF）没有说明各自来自何处；调试信息中有。",
  },
  first: {
    en: (what: string, count: number, kernel: string, from: string) =>
      `${kernel} has ${count} different layouts of ${what}; the first is compared${from}.`,
    zh: (what: string, count: number, kernel: string, from: string) =>
      `${kernel} 中的 ${what} 有 ${count} 种不同布局；对比的是第一个${from}。`,
  },
} as const;

/** The layout, or all of that name one below the other, each with the source files that have it. */
export function allOf(record: RecordIn, language: Language, terminal: Page): string {
  const { name, layout, units, others } = record;
  if (others.length === 0) return layoutText(name, layout, language, terminal);
  const all = [{ layout, units }, ...others];
  const out = page(terminal);
  out.paragraph(words.several[language](`${layout.kind} ${layout.name}`, all.length, name));
  if (all.every((one) => one.units.length === 0)) out.paragraph(words.untold[language]);
  const texts = all.map(({ layout, units }, i) => {
    const heading = page(terminal);
    heading.gap();
    const from = fromText(units, language);
    heading.paragraph(words.one[language](i + 1, all.length) + from, { colour: "bold" });
    return heading.print() + layoutText(name, layout, language, terminal);
  });
  return out.print() + texts.map((text) => `\n${text}`).join("");
}

function fromText([first, ...more]: readonly string[], language: Language): string {
  if (first === undefined) return "";
  const rest = more.length === 0 ? "" : words.more[language](more.length);
  return words.from[language](first + rest);
}

/** Which of several of a name is compared; `""` where there is only one on each side. */
export function notCompared(
  sides: readonly Pick<RecordIn, "name" | "layout" | "units" | "others">[],
  language: Language,
  terminal: Page,
): string {
  const several = sides.filter(({ others }) => others.length > 0);
  if (several.length === 0) return "";
  const out = page(terminal);
  for (const { name, layout, units, others } of several) {
    const what = `${layout.kind} ${layout.name}`;
    out.paragraph(words.first[language](what, others.length + 1, name, fromText(units, language)));
  }
  out.gap();
  return out.print();
}
