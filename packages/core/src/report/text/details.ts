import { explain, isOfKernel } from "../../analyse/analyse.ts";
import { linksOf } from "../../analyse/causes-of.ts";
import type { Cause, Finding, Verdict } from "../../analyse/verdict.ts";
import type { Style } from "../define-report.ts";
import type { Page } from "../layout/page.ts";
import { widthOf } from "../layout/wrap.ts";
import { words } from "./words.ts";

/** How many of the same are shown before `and 37 more`. */
export const SHOWN = 5;

/** Findings of one check: they differ in evidence, and have one reason. */
type Group = readonly [Finding, ...Finding[]];

/** Everything that a verdict says, below its first line. */
export function printDetails(page: Page, verdict: Verdict, style: Style): void {
  const groups = groupByCheck(verdict.findings);
  const main = groups.find(isDecisive) ?? groups.find(([{ effect }]) => effect === "unsafe");
  if (main) printMain(page, main, verdict, style);

  const fixesPrinted = new Set(main ? [textsOf(main[0], style).fix] : []);
  const others = groups.filter((group) => group !== main);
  const { headings } = words[style.language];
  const defects = others.filter(([{ effect }]) => effect !== "note");
  const notes = others.filter(([{ effect }]) => effect === "note");
  for (const [heading, list] of [[headings.also, defects] as const, [headings.notes, notes] as const]) {
    if (list.length === 0) continue;
    page.gap();
    page.paragraph(heading, { indent: 2 });
    for (const group of list) printShort(page, group, fixesPrinted, style);
  }
  printMissing(page, verdict, style);
}

/** What many verdicts say of the kernel itself, once for all of them. */
export function printKernelNotes(page: Page, verdicts: readonly Verdict[], style: Style): void {
  const notes = new Map<string, Finding>();
  for (const finding of verdicts.flatMap(({ findings }) => findings)) {
    if (isKernelNote(finding) && !notes.has(finding.check)) notes.set(finding.check, finding);
  }
  if (notes.size === 0) return;
  page.gap();
  page.paragraph(words[style.language].headings.ofKernel);
  for (const finding of notes.values()) printShort(page, [finding], new Set(), style);
}

const isKernelNote = ({ effect, check }: Finding): boolean => effect === "note" && isOfKernel(check);

/** A verdict without what {@link printKernelNotes} tells. */
export const withoutKernelNotes = (verdict: Verdict): Verdict => ({
  ...verdict,
  findings: verdict.findings.filter((finding) => !isKernelNote(finding)),
});

/** All findings, those of the same check together, in the order of the first of each. */
export function groupByCheck(findings: readonly Finding[]): readonly Group[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const group = groups.get(finding.check);
    if (group) group.push(finding);
    else groups.set(finding.check, [finding]);
  }
  return [...groups.values()];
}

const isDecisive = (group: Group): boolean => group.some(({ decisive }) => decisive);

const textsOf = (finding: Finding, { language }: Style): ReturnType<typeof explain> =>
  explain(finding, language);

function printMain(page: Page, group: Group, { predicted }: Verdict, style: Style): void {
  const { labels } = words[style.language];
  const labelWidth = Math.max(...Object.values(labels).map(widthOf)) + 2;
  const section = (label: string, lines: readonly string[]): void => {
    for (const [index, line] of shortened(lines, style).entries()) {
      page.paragraph(line, { indent: 2, label: index === 0 ? label : "", labelWidth });
    }
  };
  page.gap();
  section(labels.kernel, predicted.log);
  section(
    labels.what,
    group.map((finding) => textsOf(finding, style).what),
  );
  const { why, fix } = textsOf(group.find(({ decisive }) => decisive) ?? group[0], style);
  section(labels.why, [why]);
  printCauses(page, group, labelWidth, style);
  section(labels.fix, [fix]);
}

/** The surest causes, each as a chain. */
function printCauses(page: Page, group: Group, labelWidth: number, style: Style): void {
  const { labels } = words[style.language];
  const causes = group.flatMap(({ causes = [] }) => causes);
  for (const [index, links] of chainsOf(causes, style).entries()) {
    const label = index === 0 ? labels.cause : "";
    for (const [at, link] of links.entries()) {
      page.paragraph(`${at === 0 ? "" : "→ "}${link}`, {
        indent: 2,
        label: at === 0 ? label : "",
        labelWidth,
      });
    }
  }
}

/** Each chain once: fifty symbols may lack for one reason. The surest of all findings first. */
function chainsOf(causes: readonly Cause[], { language, verbose }: Style): readonly (readonly string[])[] {
  const chains = new Map<string, readonly string[]>();
  for (const certainty of ["certain", "likely", "possible"] as const) {
    for (const cause of causes.filter((one) => one.certainty === certainty)) {
      const links = linksOf(cause, language);
      chains.set(links.join("\n"), chains.get(links.join("\n")) ?? links);
    }
  }
  return [...chains.values()].slice(0, verbose ? undefined : SHOWN);
}

function printShort(page: Page, group: Group, fixesPrinted: Set<string>, style: Style): void {
  const whats = group.map((finding) => textsOf(finding, style).what);
  for (const what of shortened(whats, style)) page.paragraph(what, { indent: 2, label: "- " });
  const { fix } = textsOf(group[0], style);
  if (fixesPrinted.has(fix)) return;
  fixesPrinted.add(fix);
  page.paragraph(fix, { indent: 4, label: "> " });
}

/** The first few, and how many more there are. */
export function shortened(lines: readonly string[], { language, verbose }: Style): readonly string[] {
  const unique = [...new Set(lines)];
  if (verbose || unique.length <= SHOWN + 1) return unique;
  return [...unique.slice(0, SHOWN), words[language].andMore(unique.length - SHOWN)];
}

/** Facts that are missing, those with the same remedy together, and the checks that wait for them. */
interface Gap {
  readonly remedy: string;
  readonly whys: Set<string>;
  readonly checks: Set<string>;
}

function gapsOf({ inconclusive }: Verdict, { language }: Style): readonly Gap[] {
  const gaps = new Map<string, Gap>();
  for (const { check, missing } of inconclusive) {
    for (const { why, remedy } of missing) {
      const key = remedy[language];
      const gap = gaps.get(key) ?? { remedy: key, whys: new Set(), checks: new Set() };
      gap.whys.add(why[language]);
      gap.checks.add(check);
      gaps.set(key, gap);
    }
  }
  return [...gaps.values()];
}

function printMissing(page: Page, verdict: Verdict, style: Style): void {
  const gaps = gapsOf(verdict, style);
  if (gaps.length === 0) return;
  const text = words[style.language];
  page.gap();
  page.paragraph(text.headings.notJudged, { indent: 2 });
  for (const { remedy, whys, checks } of gaps) {
    for (const why of whys) page.paragraph(why, { indent: 2, label: "- " });
    page.paragraph(remedy, { indent: 4, label: "> " });
    if (verdict.outcome !== "unknown" && !style.verbose) continue;
    const names = [...checks].slice(0, style.verbose ? undefined : SHOWN);
    page.paragraph(text.leavesOpen(names, checks.size - names.length), { indent: 4, colour: "dim" });
  }
}
