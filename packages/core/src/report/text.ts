import type { Verdict } from "../analyse/verdict.ts";
import type { Checked, CheckedModule, Report, Style } from "./define-report.ts";
import { type Page, page } from "./layout/page.ts";
import type { Colour } from "./layout/paint.ts";
import { printDetails, printKernelNotes, shortened, withoutKernelNotes } from "./text/details.ts";
import { errnoText, type Words, words } from "./text/words.ts";

type Outcome = Verdict["outcome"];

const colours: Readonly<Record<Outcome, Colour>> = {
  loads: "green",
  refused: "red",
  unsafe: "red",
  unknown: "yellow",
};

const report: Report = {
  id: "text",
  mediaType: "text/plain",
  print(checked, style) {
    const out = page(style);
    if (checked.modules.length > 1) printMany(out, checked, style);
    for (const module of checked.modules.length === 1 ? checked.modules : []) {
      if (module.damaged) continue;
      printAnswer(out, [module], checked, style);
      printDetails(out, module.verdict, style);
    }
    if (checked.loaderByRelease) {
      out.gap();
      out.paragraph(words[style.language].loaderByRelease, { colour: "dim" });
    }
    return out.print();
  },
};
export default report;

/** The kernel as the first line names it. */
function kernelName({ kernel }: Checked, { thisKernel }: Words): string {
  return kernel.release ?? thisKernel;
}

/** The answer for modules that fare alike. */
function printAnswer(
  out: Page,
  group: readonly [CheckedModule, ...CheckedModule[]],
  checked: Checked,
  style: Style,
): void {
  const text = words[style.language];
  const [{ file, verdict }] = group;
  const subject = group.length === 1 ? file : text.andOthers(file, group.length - 1);
  const errno = errnoText(verdict.predicted.errno);
  const answer = text.answer(verdict.outcome, subject, kernelName(checked, text), errno);
  out.paragraph(answer, { colour: colours[verdict.outcome] });
}

function printMany(out: Page, checked: Checked, style: Style): void {
  const text = words[style.language];
  const whole = checked.modules.filter(({ damaged }) => damaged === undefined);
  const counts = {
    loads: 0,
    refused: 0,
    unsafe: 0,
    unknown: 0,
    damaged: checked.modules.length - whole.length,
  };
  for (const { verdict } of whole) counts[verdict.outcome] += 1;
  out.paragraph(text.summary(counts, checked.modules.length, kernelName(checked, text)), { colour: "bold" });

  for (const outcome of ["refused", "unsafe", "unknown"] as const) {
    for (const group of alike(whole.filter(({ verdict }) => verdict.outcome === outcome))) {
      out.gap();
      printAnswer(out, group, checked, style);
      if (group.length > 1) printFiles(out, group, style);
      printDetails(out, withoutKernelNotes(group[0].verdict), style);
    }
  }
  printLoading(out, whole, style);
  printKernelNotes(
    out,
    whole.map(({ verdict }) => verdict),
    style,
  );
}

function printLoading(out: Page, whole: readonly CheckedModule[], style: Style): void {
  const loading = whole.filter(({ verdict }) => verdict.outcome === "loads");
  if (!style.verbose || loading.length === 0) return;
  out.gap();
  out.paragraph(words[style.language].headings.loading);
  for (const { file } of loading) out.paragraph(file, { indent: 2 });
}

function printFiles(out: Page, group: readonly [CheckedModule, ...CheckedModule[]], style: Style): void {
  const files = group.map(({ file }) => file);
  for (const line of shortened(files, style)) out.paragraph(line, { indent: 2 });
  out.gap();
  out.paragraph(words[style.language].example(group[0].file), { indent: 2 });
}

/** Modules with the same answer for the same reason, in the order of the first of each. */
function alike(modules: readonly CheckedModule[]): readonly [CheckedModule, ...CheckedModule[]][] {
  const groups = new Map<string, [CheckedModule, ...CheckedModule[]]>();
  for (const module of modules) {
    const key = reason(module.verdict);
    const group = groups.get(key);
    if (group) group.push(module);
    else groups.set(key, [module]);
  }
  return [...groups.values()];
}

/** What decided the outcome: a check, or the facts that are missing. */
function reason({ predicted, findings, inconclusive }: Verdict): string {
  const main =
    findings.find(({ decisive }) => decisive) ?? findings.find(({ effect }) => effect === "unsafe");
  if (main) return `${predicted.errno} ${main.check}`;
  return [...new Set(inconclusive.flatMap(({ missing }) => missing.map(({ fact }) => fact)))].join(" ");
}
