import { type Language, page, type Page, reports, type Text } from "@kofit/core";
import type { Terminal } from "../frame/terminal.ts";
import { preflightText } from "../preflight/preflight-text.ts";
import type { BuildReport, BuildResult, Failure } from "./report.ts";

const words = {
  heading: {
    en: (name: string, kernel: string) => `${name} for ${kernel}`,
    zh: (name: string, kernel: string) => `${name}，用于 ${kernel}`,
  },
  thisKernel: { en: "this kernel", zh: "该内核" },
  repaired: {
    en: "The headers are out of step with the kernel; they stay as they are, and this was built in an overlay with:",
    zh: "头文件与内核不一致；头文件未被改动，此次在叠加目录中编译，其中修正了：",
  },
  built: {
    en: (count: number, seconds: string) =>
      `built ${count === 1 ? "1 module" : `${count} modules`} in ${seconds} s`,
    zh: (count: number, seconds: string) => `编译了 ${count} 个模块，用时 ${seconds} 秒`,
  },
  signed: { en: (key: string) => `signed with ${key}`, zh: (key: string) => `已用 ${key} 签名` },
  log: {
    en: (log: string) => `all that make printed: ${log}`,
    zh: (log: string) => `make 的全部输出：${log}`,
  },
  refused: { en: "Nothing was built.", zh: "没有编译任何内容。" },
  asIs: {
    en: "kofit preflight tells more; --as-is builds nonetheless where that is possible.",
    zh: "kofit preflight 会给出更多信息；如仍可编译，可用 --as-is 强制编译。",
  },
} as const;

type Style = Pick<Terminal, "width" | "colour"> & { readonly verbose: boolean };

/** What came of a build, for people. */
export function buildText(report: BuildReport, language: Language, style: Style): string {
  const { result, source, kernel, repaired = [], notes } = report;
  if (result.outcome === "refused") return refusedText(report, result.conclusion, language, style);
  const out = page(style);
  const release = kernel.release ?? words.thisKernel[language];
  out.paragraph(words.heading[language](source.name, release), { colour: "bold" });
  if (style.verbose)
    for (const command of report.commands) out.paragraph(command, { indent: 2, colour: "dim" });
  if (repaired.length > 0) out.paragraph(words.repaired[language], { colour: "yellow" });
  for (const one of repaired) out.paragraph(one[language], { indent: 2, label: "- " });
  for (const note of notes) out.paragraph(note[language], { colour: "dim" });
  if (result.outcome === "failed") failureText(out, result.failure, language, style.verbose);
  else builtText(out, result, language);
  out.paragraph(words.log[language](result.log), { colour: "dim" });
  if (result.outcome === "failed") return out.print();
  out.gap();
  return out.print() + reports.text.print(result.built.checked, { language, ...style, verbose: true });
}

function builtText(
  out: Page,
  { built }: Extract<BuildResult, { outcome: "built" }>,
  language: Language,
): void {
  const { modules } = built.checked;
  out.paragraph(words.built[language](modules.length, (built.took / 1000).toFixed(1)));
  if (built.signedWith !== undefined) out.paragraph(words.signed[language](built.signedWith));
}

function failureText(out: Page, failure: Failure, language: Language, verbose: boolean): void {
  out.paragraph(failure.what[language], { colour: "red" });
  if (verbose || failure.causes.length === 0) out.paragraph(failure.command, { indent: 2, colour: "dim" });
  for (const { explanation, lines } of failure.causes) {
    const { what, why, fix } = explanation[language];
    out.gap();
    for (const { number, text } of lines)
      out.paragraph(text, { indent: 2, label: `${number}: `, colour: "dim" });
    out.paragraph(what);
    out.paragraph(why);
    out.paragraph(fix, { label: "> " });
  }
  for (const line of failure.lines) out.paragraph(line, { indent: 2 });
}

/** What was looked at and is not as it should be. */
function refusedText(report: BuildReport, conclusion: Text, language: Language, style: Style): string {
  const { steps, kernel, headers } = report;
  const shown = style.verbose ? steps : steps.filter(({ outcome }) => outcome === "not-ok");
  const text = preflightText(
    { ...kernel, headers, steps: shown, outcome: "not-ok", conclusion },
    language,
    style,
  );
  const out = page(style);
  out.paragraph(`${words.refused[language]} ${words.asIs[language]}`);
  return text + out.print();
}
