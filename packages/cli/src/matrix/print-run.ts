import { type Language, type Page, page, type Style, type Text } from "@kofit/core";
import type { Observation } from "@kofit/matrix";
import type { BootedRun } from "./boot.ts";

/** As people see it: who refused it, the loader or its own init function? */
type Seen = Observation["outcome"] | "accepted";

const outcomes: Readonly<Record<Seen, Text>> = {
  loaded: { en: "loaded", zh: "已加载" },
  accepted: { en: "accepted", zh: "被接受" },
  refused: { en: "refused", zh: "被拒绝" },
  crashed: { en: "crashed", zh: "崩溃" },
  hung: { en: "hung", zh: "无响应" },
  "not-asked": { en: "not asked", zh: "未询问" },
};

const seenOf = ({ outcome, initReturned }: Observation): Seen =>
  initReturned === null ? outcome : "accepted";

const colours = {
  loaded: "green",
  accepted: "yellow",
  refused: "red",
  crashed: "red",
  hung: "red",
  "not-asked": "yellow",
} as const;

const words = {
  kernel: {
    en: (release: string, architecture: string, count: string) => `${release} (${architecture}): ${count}`,
    zh: (release: string, architecture: string, count: string) => `${release}（${architecture}）：${count}`,
  },
  modules: {
    en: (all: number, parts: string) => `${all} ${all === 1 ? "module" : "modules"}, ${parts}`,
    zh: (all: number, parts: string) => `${all} 个模块，${parts}`,
  },
  part: {
    en: (count: number, word: string) => `${count} ${word}`,
    zh: (count: number, word: string) => `${count} 个${word}`,
  },
  removal: {
    refused: { en: "loaded, and cannot be removed", zh: "已加载，但无法移除" },
    crashed: { en: "loaded, and crashed the kernel when it was removed", zh: "已加载，但移除时内核崩溃" },
    hung: { en: "loaded, and its removal did not end", zh: "已加载，但移除操作没有结束" },
  },
  before: {
    en: (errors: string) => `modules that go before it were not loaded: ${errors}`,
    zh: (errors: string) => `需先加载的模块未能加载：${errors}`,
  },
  notAsked: {
    en: "what goes before it crashed or hung the kernel",
    zh: "先加载的模块使内核崩溃或失去响应",
  },
  errno: { en: (errno: string) => ` (${errno})`, zh: (errno: string) => `（${errno}）` },
  initFailed: {
    en: (errno: string) => `the loader accepted it; its init function returned ${errno}`,
    zh: (errno: string) => `加载器已接受；其初始化函数返回 ${errno}`,
  },
  silent: { en: "the kernel logged nothing", zh: "内核没有记录任何日志" },
} as const;

/** The verdicts of the kernels, as they gave them. What loaded and left without a word is only counted, unless verbose. */
export function printRuns(runs: readonly BootedRun[], style: Style): string {
  const out = page(style);
  for (const booted of runs) printRun(out, booted, style);
  return out.print();
}

function printRun(out: Page, { image, run }: BootedRun, { language, verbose }: Style): void {
  const kinds = Object.keys(outcomes).filter((kind): kind is Seen => kind in outcomes);
  const parts = kinds.flatMap((kind) => {
    const count = run.observations.filter((each) => seenOf(each) === kind).length;
    return count === 0 ? [] : [words.part[language](count, outcomes[kind][language])];
  });
  const count = words.modules[language](run.observations.length, parts.join(language === "en" ? ", " : "，"));
  out.gap();
  out.paragraph(words.kernel[language](run.release, image.architecture, count));
  out.gap();
  const labelWidth = labelWidths[language];
  for (const observation of run.observations) {
    const smooth = observation.removal?.outcome === "removed";
    if (smooth && !verbose) continue;
    const seen = seenOf(observation);
    const text = [observation.id, observation.errno ?? ""].join("  ").trim();
    out.paragraph(text, { label: outcomes[seen][language], labelWidth, colour: colours[seen] });
    for (const line of linesOf(observation, { language, verbose })) {
      out.paragraph(line, { indent: labelWidth });
    }
  }
  out.gap();
}

/** The longest outcome and a gap, in columns. */
const labelWidths = { en: 11, zh: 8 } as const;

function linesOf(
  observation: Observation,
  { language, verbose }: Pick<Style, "language" | "verbose">,
): string[] {
  const { before, removal, log, outcome } = observation;
  const failed = before.filter((errno) => errno !== null);
  const said = removal && removal.outcome !== "removed" ? removal.log : log;
  return [
    ...(failed.length > 0 ? [words.before[language](failed.join(", "))] : []),
    ...whatFailed(observation, language),
    ...(verbose ? [...log, ...(removal?.log ?? [])] : decisive(said, outcome === "refused")),
    ...(seenOf(observation) === "refused" && log.length === 0 ? [words.silent[language]] : []),
  ];
}

/** What goes before it; its init function, or its removal, after the loader had accepted it. */
function whatFailed({ outcome, errno, initReturned, removal }: Observation, language: Language): string[] {
  if (outcome === "not-asked") return [words.notAsked[language]];
  if (initReturned !== null) return [words.initFailed[language](errno ?? "")];
  if (!removal || removal.outcome === "removed") return [];
  const text = words.removal[removal.outcome][language];
  return [removal.errno === null ? text : `${text}${words.errno[language](removal.errno)}`];
}

/** Of a refusal the kernel's last word; of a death what it died of. */
function decisive(log: readonly string[], refused: boolean): string[] {
  const death = /^(?:BUG: |Unable to handle|Internal error|Oops|kernel BUG|Kernel panic)|: detected/;
  const line = refused ? log.at(-1) : (log.find((each) => death.test(each)) ?? log.at(-1));
  return line === undefined ? [] : [line];
}
