import { type Language, page, type Text } from "@kofit/core";
import type { CheckAgreement, KernelAgreement, Outcome, Row, Symptom } from "@kofit/matrix";
import type { Terminal } from "../frame/terminal.ts";

const words = {
  heading: {
    en: (release: string, modules: number) => `${release}: ${modules} modules`,
    zh: (release: string, modules: number) => `${release}：${modules} 个模块`,
  },
  kernel: {
    en: (loads: number, refused: number, unsafe: number) =>
      `The kernel loaded ${loads}, refused ${refused}, and came to harm by ${unsafe}.`,
    zh: (loads: number, refused: number, unsafe: number) =>
      `内核加载了 ${loads} 个，拒绝了 ${refused} 个，因 ${unsafe} 个而受损。`,
  },
  same: {
    en: (outcome: string, errno: string, lines: string) =>
      `kofit said the same: outcome ${outcome}, errno ${errno}, log lines ${lines}.`,
    zh: (outcome: string, errno: string, lines: string) =>
      `kofit 的判断一致：结果 ${outcome}，errno ${errno}，日志 ${lines}。`,
  },
  notAsked: {
    en: (files: string) => `Not asked, because what goes before them crashed or hung the kernel: ${files}.`,
    zh: (files: string) => `未询问（先加载的模块使内核崩溃或失去响应）：${files}。`,
  },
  checks: { en: "By check", zh: "按检查项" },
  noCheck: { en: "no check tells", zh: "没有检查项报告" },
  confirmed: { en: "confirmed", zh: "证实" },
  missed: { en: "missed", zh: "漏报" },
  "false-alarm": { en: "false alarm", zh: "误报" },
  masked: { en: "masked", zh: "被掩盖" },
  "wrong-wording": { en: "wrong wording", zh: "措辞不符" },
  unseen: { en: "unseen", zh: "未显现" },
  accident: { en: "accident", zh: "偶然" },
  accidents: {
    en: (count: number) =>
      `Of ${count} kofit said that what comes of them cannot be told; the kernel refused them, or no harm showed.`,
    zh: (count: number) => `其中 ${count} 个，kofit 判断其后果无法预料；内核拒绝了它们，或没有显现损害。`,
  },
  differences: { en: "Differences", zh: "不一致之处" },
  none: { en: "kofit and the kernel agree on every module.", zh: "kofit 与内核对每个模块的判断都一致。" },
  kofit: { en: "kofit", zh: "kofit" },
  kernelSaid: { en: "kernel", zh: "内核" },
  explained: { en: "known", zh: "已知" },
} as const;

const outcomes: Readonly<Record<Outcome | "unknown" | "init-failed" | Symptom, Text>> = {
  loads: { en: "loads", zh: "可加载" },
  refused: { en: "refused", zh: "被拒绝" },
  unsafe: { en: "unsafe", zh: "不安全" },
  unknown: { en: "unknown", zh: "未知" },
  "init-failed": { en: "took it; its init function returned", zh: "已接受；其初始化函数返回" },
  crashed: { en: "crashed", zh: "崩溃" },
  hung: { en: "hung", zh: "无响应" },
  warned: { en: "loaded it with a warning", zh: "加载时发出警告" },
  "init-not-run": { en: "loaded it, and did not run its init function", zh: "已加载，但未运行其初始化函数" },
  "removal-crashed": { en: "crashed when it was removed", zh: "移除时崩溃" },
  "removal-hung": { en: "hung when it was removed", zh: "移除时无响应" },
  "removal-warned": { en: "warned when it was removed", zh: "移除时发出警告" },
  "not-removable": { en: "loaded it, and cannot remove it", zh: "已加载，但无法移除" },
};

const counted = [
  "confirmed",
  "missed",
  "false-alarm",
  "masked",
  "wrong-wording",
  "unseen",
  "accident",
] as const;

/** How far kofit and a kernel agree, for people. */
export function agreementText(
  { release, figures, checks, differences, notAsked }: KernelAgreement,
  language: Language,
  terminal: Pick<Terminal, "width" | "colour">,
): string {
  const out = page(terminal);
  const { modules, loads, refused, unsafe, outcome, errno, lines, accident } = figures;
  const share = (part: number): string => `${part} (${percent(part, modules)} %)`;
  out.paragraph(words.heading[language](release, modules), { colour: "bold" });
  out.paragraph(words.kernel[language](loads, refused, unsafe), { indent: 2 });
  out.paragraph(words.same[language](share(outcome), share(errno), share(lines)), { indent: 2 });
  if (accident > 0) out.paragraph(words.accidents[language](accident), { indent: 2 });
  if (notAsked.length > 0) {
    out.paragraph(words.notAsked[language](notAsked.join(language === "zh" ? "、" : ", ")), { indent: 2 });
  }
  out.gap();
  if (checks.length > 0) out.paragraph(words.checks[language], { colour: "bold" });
  const labelWidth = Math.max(...checks.map(({ check }) => (check ?? words.noCheck[language]).length), 0) + 2;
  for (const check of checks) {
    out.paragraph(counts(check, language), {
      indent: 2,
      label: check.check ?? words.noCheck[language],
      labelWidth,
    });
  }
  out.gap();
  if (differences.length === 0) out.paragraph(words.none[language]);
  else out.paragraph(words.differences[language], { colour: "bold" });
  for (const row of differences) difference(out, row, language);
  return out.print();
}

/** Rounded down: 99.9 % is not all. */
const percent = (part: number, all: number): string =>
  (Math.floor((1000 * part) / Math.max(all, 1)) / 10).toFixed(1);

const counts = (check: CheckAgreement, language: Language): string =>
  counted
    .filter((kind) => check[kind] > 0)
    .map((kind) => `${check[kind]} ${words[kind][language]}`)
    .join(language === "zh" ? "，" : ", ");

/** Of a long log the first lines tell enough. */
const LINES = 4;

function difference(out: ReturnType<typeof page>, row: Row, language: Language): void {
  const { file, change, outcome, errno, lines, symptom, initFailed, explained } = row;
  const note = explained === undefined ? "" : ` (${words.explained[language]}: ${explained})`;
  out.paragraph(`${file}${change === undefined ? "" : `: ${change}`}${note}`, { indent: 2 });
  const say = (
    label: string,
    what: keyof typeof outcomes,
    number: string | null,
    said: readonly string[],
  ): void => {
    const text = outcomes[what][language];
    out.paragraph(number === null ? text : `${text} ${number}`, { indent: 4, label, labelWidth: 8 });
    for (const line of said.slice(0, LINES)) out.paragraph(line, { indent: 12, colour: "dim" });
  };
  say(words.kofit[language], outcome.kofit, errno.kofit, lines.kofit);
  const did = symptom ?? (initFailed === null ? outcome.kernel : "init-failed");
  say(words.kernelSaid[language], did, errno.kernel, lines.kernel);
}
