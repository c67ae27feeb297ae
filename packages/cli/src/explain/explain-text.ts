import {
  checks,
  explainNoise,
  explainSymptom,
  type Language,
  type LogCause,
  type LogExplanation,
  nextSteps,
  type Page,
  page,
  symptomTitle,
  widthOf,
} from "@kofit/core";
import type { Terminal } from "../frame/terminal.ts";
import { outcomeOf } from "./outcome.ts";
import { words } from "./words.ts";

/** Causes that are shown with their texts; of the others the title. */
const WHOLE = 3;
/** Others that are named. */
const SHOWN = 6;
/** Lines of noise that are shown. */
const NOISE = 6;
/** Checks that are named: a line that many checks share says little about each. */
const CHECKS = 2;

const colours = { failed: "red", harmless: "green", unknown: "yellow" } as const;

/** The causes, best first, each with its lines; then what may be passed over. */
export function explainText(
  log: LogExplanation,
  name: string | undefined,
  language: Language,
  style: Pick<Terminal, "width" | "colour">,
): string {
  const out = page(style);
  const outcome = outcomeOf(log);
  const subject = name ?? words.pasted[language];
  const about = [
    words.lines[language](log.lines),
    ...(log.surroundings.release === undefined ? [] : [words.release[language](log.surroundings.release)]),
    ...(log.surroundings.dkms === undefined ? [] : [words.dkms[language](log.surroundings.dkms)]),
  ].join({ en: ", ", zh: "，" }[language]);
  const heading = words.heading[outcome][language];
  out.paragraph(
    { en: `${subject} (${about}): ${heading}`, zh: `${subject}（${about}）：${heading}` }[language],
    { colour: colours[outcome] },
  );
  const whole = wholeOf(log);
  for (const cause of whole) printCause(out, cause, language);
  printOthers(out, log, whole, language);
  printNoise(out, log, language);
  if (outcome !== "failed") {
    out.gap();
    out.paragraph(words[outcome][language]);
  }
  return out.print();
}

/** The best causes: what says less than the first, or says the same of another module, is named only. */
function wholeOf({ causes }: LogExplanation): readonly LogCause[] {
  const [first] = causes;
  return causes
    .filter(
      ({ symptom, strength }, i) =>
        strength === first?.strength && causes.findIndex((other) => other.symptom === symptom) === i,
    )
    .slice(0, WHOLE);
}

function printCause(out: Page, cause: LogCause, language: Language): void {
  const { what, why, fix } = explainSymptom(cause, language);
  const labels = labelsOf(language);
  const labelWidth = Math.max(...Object.values(labels).map(widthOf)) + 2;
  const section = (label: string, paragraphs: readonly string[], whole = false): void => {
    for (const [index, text] of paragraphs.entries()) {
      out.paragraph(text, { indent: 2, label: index === 0 ? label : "", labelWidth, whole });
    }
  };
  out.gap();
  out.paragraph(titleOf(cause, language), { colour: "bold" });
  printLines(out, cause, language);
  section(labels.what, [what]);
  section(labels.why, [why]);
  section(labels.fix, [fix]);
  section(labels.next, nextSteps(cause), true);
  if (cause.checks.length > 0 && cause.checks.length <= CHECKS) {
    section(
      labels.check,
      cause.checks.map((id) => `${id}: ${checks[id].title[language]}`),
    );
  }
}

const labelsOf = (language: Language): Readonly<Record<keyof typeof words.labels, string>> => {
  const { what, why, fix, next, check } = words.labels;
  return {
    what: what[language],
    why: why[language],
    fix: fix[language],
    next: next[language],
    check: check[language],
  };
};

function titleOf({ symptom, module }: LogCause, language: Language): string {
  const title = symptomTitle(symptom, language);
  if (module === undefined) return title;
  return { en: `${title} (${module})`, zh: `${title}（${module}）` }[language];
}

function printLines(out: Page, { lines, count }: LogCause, language: Language): void {
  const labels = lines.map(({ number }) => lineLabel(number, language));
  const labelWidth = Math.max(...labels.map(widthOf)) + 2;
  for (const [index, { text }] of lines.entries()) {
    out.paragraph(text, { indent: 4, label: labels[index] ?? "", labelWidth, colour: "dim" });
  }
  const more = count - lines.length;
  if (more > 0) {
    out.paragraph(words.moreLines[language](more), { indent: 4, label: "", labelWidth, colour: "dim" });
  }
}

const lineLabel = (number: number, language: Language): string =>
  ({ en: `line ${number}`, zh: `第 ${number} 行` })[language];

function printOthers(
  out: Page,
  { causes, left }: LogExplanation,
  whole: readonly LogCause[],
  language: Language,
): void {
  const rest = causes.filter((cause) => !whole.includes(cause));
  const others = rest.slice(0, SHOWN);
  if (others.length === 0) return;
  out.gap();
  out.paragraph(words.also[language]);
  for (const cause of others) {
    const [line] = cause.lines;
    out.paragraph(titleOf(cause, language), {
      indent: 2,
      label: line ? `${lineLabel(line.number, language)}  ` : "- ",
    });
  }
  const more = rest.length - others.length + left;
  if (more > 0) out.paragraph(words.moreCauses[language](more), { indent: 2, colour: "dim" });
}

function printNoise(out: Page, { noise }: LogExplanation, language: Language): void {
  if (noise.length === 0) return;
  out.gap();
  out.paragraph(words.noise[language]);
  for (const one of noise.slice(0, NOISE)) {
    const times = one.count > 1 ? words.times[language](one.count) : "";
    out.paragraph(one.line.text, {
      indent: 2,
      label: `${lineLabel(one.line.number, language)}${times}  `,
      colour: "dim",
    });
    out.paragraph(explainNoise(one, language), { indent: 4 });
  }
  const more = noise.length - NOISE;
  if (more > 0) out.paragraph(words.moreCauses[language](more), { indent: 2, colour: "dim" });
}
