import { type Language, page, type Text } from "@kofit/core";
import type { Command } from "./define-command.ts";
import { commonOptions, type Option, type Options } from "./parse.ts";

/** Help is made for the narrowest terminal that is usual. */
const WIDTH = 80;

const words = {
  usage: { en: "Usage", zh: "用法" },
  commands: { en: "Commands", zh: "命令" },
  options: { en: "Options", zh: "选项" },
  purpose: {
    en: "Does this kernel module (.ko) fit this kernel? If not: why, and what repairs it.",
    zh: "这个内核模块（.ko）适合这个内核吗？如果不适合：原因是什么，如何修复。",
  },
  version: { en: "print the version of kofit", zh: "显示 kofit 的版本" },
  more: {
    en: "`kofit COMMAND --help` tells more about a command.",
    zh: "`kofit 命令 --help` 显示该命令的详细说明。",
  },
  exit: {
    en: "Exit code: 0 loads, 1 refused or unsafe, 2 kofit could not run, 3 unknown because a fact is missing, 70 a bug in kofit.",
    zh: "退出码：0 可以加载，1 被拒绝或不安全，2 kofit 无法运行，3 因缺少信息而无法判断，70 kofit 自身的错误。",
  },
  heading: { en: (text: string) => `${text}:`, zh: (text: string) => `${text}：` },
} as const;

/** `kofit --help`. */
export function globalHelp(commands: readonly Command[], language: Language): string {
  const out = page({ width: WIDTH, colour: false });
  const say = (text: Text): string => text[language];
  out.paragraph(say(words.purpose));
  out.gap();
  table(out, language, words.usage, [["kofit COMMAND …", ""]]);
  const rows = commands.map(({ id, summary }) => [id, say(summary)] as const);
  table(out, language, words.commands, rows);
  table(out, language, words.options, [
    ...optionRows(commonOptions, language),
    ["--version", say(words.version)],
  ]);
  out.paragraph(say(words.more));
  out.gap();
  out.paragraph(say(words.exit));
  return out.print();
}

/** `kofit COMMAND --help`. */
export function commandHelp({ id, operands, about, options }: Command, language: Language): string {
  const out = page({ width: WIDTH, colour: false });
  table(out, language, words.usage, [[`kofit ${id} ${operands}`, ""]]);
  for (const paragraph of about) {
    out.paragraph(paragraph[language]);
    out.gap();
  }
  table(out, language, words.options, optionRows({ ...options, ...commonOptions }, language));
  return out.print();
}

type Row = readonly [name: string, text: string];

function optionRows(options: Options, language: Language): readonly Row[] {
  return Object.entries(options).map(([name, option]) => [signature(name, option), option.summary[language]]);
}

function signature(name: string, { short, value, multiple }: Option): string {
  const named = short === undefined ? `--${name}` : `-${short}, --${name}`;
  return `${named}${value === undefined ? "" : ` ${value}`}${multiple ? " …" : ""}`;
}

function table(out: ReturnType<typeof page>, language: Language, heading: Text, rows: readonly Row[]): void {
  out.paragraph(words.heading[language](heading[language]));
  const labelWidth = Math.max(...rows.map(([name]) => name.length)) + 2;
  for (const [name, text] of rows) {
    if (text === "") out.paragraph(name, { indent: 2 });
    else out.paragraph(text, { indent: 2, label: name, labelWidth });
  }
  out.gap();
}
