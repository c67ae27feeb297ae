import { explain, type Language, linksOf, page, type Text, visible, widthOf } from "@kofit/core";
import { isHarmless } from "@kofit/core/node";
import type { Terminal } from "../frame/terminal.ts";
import {
  isBad,
  type JudgedModule,
  type JudgedRow,
  type JudgedState,
  outcomeOf,
  type RowOutcome,
} from "./judged.ts";
import { problemText } from "./problem-words.ts";

const states: Readonly<Record<JudgedRow["state"], Text>> = {
  added: { en: "added", zh: "已添加" },
  built: { en: "built", zh: "已编译" },
  installed: { en: "installed", zh: "已安装" },
};

const outcomes: Readonly<Record<RowOutcome, Text>> = {
  loads: { en: "loads", zh: "可加载" },
  refused: { en: "refused", zh: "被拒绝" },
  unsafe: { en: "unsafe", zh: "不安全" },
  unknown: { en: "unknown", zh: "未知" },
  nothing: { en: "no module", zh: "没有模块" },
};

const words = {
  heading: { en: (root: string) => `DKMS modules of ${root}`, zh: (root: string) => `${root} 的 DKMS 模块` },
  none: {
    en: (root: string) => `There is no DKMS module below ${root}.`,
    zh: (root: string) => `${root} 下没有 DKMS 模块。`,
  },
  columns: {
    en: ["module", "kernel", "state", "after a reboot"],
    zh: ["模块", "内核", "状态", "重启之后"],
  },
  refused: {
    en: (module: string, errno: string) => `${module} would be refused${errno}`,
    zh: (module: string, errno: string) => `${module} 会被拒绝${errno}`,
  },
  unsafe: {
    en: (module: string) => `${module} would be loaded, and then the kernel crashes or corrupts memory`,
    zh: (module: string) => `${module} 会被加载，随后内核崩溃或破坏内存`,
  },
  unknown: {
    en: (module: string) => `whether ${module} loads is not known`,
    zh: (module: string) => `${module} 能否加载尚不清楚`,
  },
  dangling: {
    en: (path: string, target: string) => `/${path} leads to ${target}, which is not there`,
    zh: (path: string, target: string) => `/${path} 指向 ${target}，而该处不存在`,
  },
  good: {
    en: "Every DKMS module that is installed loads.",
    zh: "所有已安装的 DKMS 模块都可以加载。",
  },
} as const;

const COLUMN_GAP = 2;
/** Widest column: a name that is longer moves what stands behind it. */
const MAX_COLUMN = 44;

/** A table of all packages and kernels, and below it what is wrong with each. */
export function dkmsText(
  state: JudgedState,
  language: Language,
  { width, colour, verbose }: Pick<Terminal, "width" | "colour"> & { readonly verbose: boolean },
): string {
  const out = page({ width, colour });
  if (state.rows.length === 0) out.paragraph(words.none[language](state.root));
  else {
    out.paragraph(words.heading[language](state.root), { colour: "bold" });
    out.gap();
    const cells = [words.columns[language], ...state.rows.map((row) => cellsOf(row, language))];
    const widths = [0, 1, 2].map((column) =>
      Math.min(MAX_COLUMN, Math.max(...cells.map((row) => widthOf(row[column] ?? "")))),
    );
    for (const [index, row] of cells.entries()) {
      const judged = state.rows[index - 1];
      out.paragraph(row.at(-1) ?? "", {
        label: row
          .slice(0, -1)
          .map((cell, column) => padded(cell, widths[column] ?? 0))
          .join(""),
        ...(judged && { colour: colourOf(judged) }),
      });
    }
  }
  for (const row of state.rows) detailsOf(out, row, language, verbose);
  const links = [...state.dangling, ...state.danglingWeak];
  if (links.length > 0) out.gap();
  for (const { path, target } of links)
    out.paragraph(words.dangling[language](path, target), { label: "- " });
  if (state.rows.length > 0 && links.length === 0 && state.rows.every(isQuiet)) {
    out.gap();
    out.paragraph(words.good[language], { colour: "green" });
  }
  return out.print();
}

type Page = ReturnType<typeof page>;

const isQuiet = (row: JudgedRow): boolean => !isBad(row) && outcomeOf(row) !== "unknown";

function cellsOf(row: JudgedRow, language: Language): readonly string[] {
  return [
    visible(`${row.name}/${row.version}`),
    visible(row.release),
    states[row.state][language],
    outcomes[outcomeOf(row)][language],
  ];
}

const padded = (text: string, columns: number): string =>
  text + " ".repeat(Math.max(0, columns - widthOf(text)) + COLUMN_GAP);

function colourOf(row: JudgedRow): "green" | "red" | "yellow" {
  if (isBad(row)) return "red";
  return outcomeOf(row) === "loads" ? "green" : "yellow";
}

/** Problems that matter; with `verbose`, all. */
function detailsOf(out: Page, row: JudgedRow, language: Language, verbose: boolean): void {
  const problems = row.problems.filter((problem) => verbose || !isHarmless(problem));
  const modules = row.modules.filter(({ checked }) => checked && checked.verdict.outcome !== "loads");
  if (problems.length + modules.length === 0) return;
  out.gap();
  out.paragraph(`${row.name}/${row.version}, ${row.release}`, { colour: "bold" });
  for (const module of modules) moduleDetails(out, module, language);
  for (const problem of problems) {
    const { what, fix } = problemText(problem, row);
    out.paragraph(what[language], { indent: 2, label: "- " });
    if (fix) out.paragraph(fix[language], { indent: 4, label: "> " });
  }
}

function moduleDetails(out: Page, { name, checked }: JudgedModule, language: Language): void {
  if (!checked) return;
  const { outcome, predicted, findings, inconclusive } = checked.verdict;
  const main =
    findings.find(({ decisive }) => decisive) ?? findings.find(({ effect }) => effect === "unsafe");
  if (outcome === "unknown" || !main) {
    out.paragraph(words.unknown[language](name), { indent: 2, label: "- " });
    const missing = inconclusive[0]?.missing[0];
    if (missing) {
      out.paragraph(missing.why[language], { indent: 4 });
      out.paragraph(missing.remedy[language], { indent: 4, label: "> " });
    }
    return;
  }
  const errno =
    predicted.errno === null ? "" : { en: ` (${predicted.errno})`, zh: `（${predicted.errno}）` }[language];
  const answer = outcome === "unsafe" ? words.unsafe[language](name) : words.refused[language](name, errno);
  const { what, why, fix } = explain(main, language);
  out.paragraph(answer, { indent: 2, label: "- " });
  out.paragraph(`${what}${language === "en" ? " " : ""}${why}`, { indent: 4 });
  const [cause] = main.causes ?? [];
  if (cause) out.paragraph(linksOf(cause, language).join(" → "), { indent: 4, label: "= " });
  out.paragraph(fix, { indent: 4, label: "> " });
}
