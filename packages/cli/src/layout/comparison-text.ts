import {
  type Change,
  type ComparedRow,
  type Language,
  type LayoutComparison,
  page,
  type Page,
} from "@kofit/core";
import type { Terminal } from "../frame/terminal.ts";
import { offsetText, right, sizeText, withHex } from "./columns.ts";

const words = {
  heading: {
    en: (what: string) => `${what}, side by side`,
    zh: (what: string) => `${what} 的并列对比`,
  },
  side: {
    en: (size: string) => `${size} bytes`,
    zh: (size: string) => `${size} 字节`,
  },
  same: { en: "The two are laid out alike, member by member.", zh: "两者的布局逐成员完全相同。" },
  counts: {
    en: (added: number, removed: number, moved: number, retyped: number) =>
      `Only in B: ${added}; only in A: ${removed}; moved: ${moved}; of another type: ${retyped}.`,
    zh: (added: number, removed: number, moved: number, retyped: number) =>
      `仅 B 有：${added}；仅 A 有：${removed}；位置不同：${moved}；类型不同：${retyped}。`,
  },
  unchanged: {
    en: (count: number) => (count === 1 ? "1 member alike" : `${count} members alike`),
    zh: (count: number) => `${count} 个成员相同`,
  },
  size: { en: "size", zh: "大小" },
  member: { en: "member", zh: "成员" },
  was: { en: (a: string) => `in A: ${a}`, zh: (a: string) => `A 中为：${a}` },
} as const;

/** One column wide: `+` only the second has it, `-` only the first, `>` moved, `~` of another type. */
const marks: Readonly<Record<Change, string>> = {
  same: " ",
  added: "+",
  removed: "-",
  moved: ">",
  retyped: "~",
};
const colours = { added: "green", removed: "red", moved: "yellow", retyped: "yellow" } as const;

/** Two layouts: offsets on both sides, size, declaration. What is the same is counted, or listed where `all` is wanted. */
export function comparisonText(
  kernels: readonly [a: string, b: string],
  kind: string,
  { name, sizes, rows }: LayoutComparison,
  all: boolean,
  language: Language,
  terminal: Pick<Terminal, "width" | "colour">,
): string {
  const out = page(terminal);
  out.paragraph(words.heading[language](`${kind} ${name}`), { colour: "bold" });
  for (const [index, label] of ["A", "B"].entries()) {
    const size = words.side[language](withHex(sizes[index] ?? 0));
    out.paragraph(`${kernels[index]}: ${size}`, { indent: 2, label: `${label}  ` });
  }
  const count = (change: Change): number => rows.filter((row) => row.change === change).length;
  const changed = [count("added"), count("removed"), count("moved"), count("retyped")] as const;
  out.gap();
  if (changed.every((one) => one === 0)) out.paragraph(words.same[language]);
  else out.paragraph(words.counts[language](...changed));
  if (!all && changed.every((one) => one === 0)) return out.print();
  out.gap();
  printRow(out, " ", ["A", "B", words.size[language]], words.member[language]);
  for (const run of runs(rows, all)) {
    if (typeof run === "number")
      out.paragraph(`… ${words.unchanged[language](run)}`, { indent: TEXT, colour: "dim" });
    else printCompared(out, run, language);
  }
  return out.print();
}

/** Rows, and how many that are the same stand between them. */
function* runs(rows: readonly ComparedRow[], all: boolean): Iterable<ComparedRow | number> {
  let same = 0;
  for (const row of rows) {
    if (!all && row.change === "same") same += 1;
    else {
      if (same > 0) yield same;
      same = 0;
      yield row;
    }
  }
  if (same > 0) yield same;
}

const COLUMN = 7;
/** Where declarations begin. */
const TEXT = 2 + 3 * COLUMN + 2;

function printCompared(out: Page, { a, b, change }: ComparedRow, language: Language): void {
  const shown = b ?? a;
  const text = shown?.declaration ?? "";
  const colour = change === "same" ? undefined : colours[change];
  printRow(out, marks[change], [offsetText(a), offsetText(b), sizeText(shown)], text, colour);
  if (a && b && a.declaration !== b.declaration) {
    out.paragraph(words.was[language](a.declaration), { indent: TEXT, colour: "dim" });
  }
}

function printRow(
  out: Page,
  mark: string,
  cells: readonly string[],
  text: string,
  colour?: (typeof colours)[keyof typeof colours],
): void {
  const label = `${mark} ${cells.map((cell) => right(cell, COLUMN)).join("")}  `;
  out.paragraph(text, { label, labelWidth: TEXT, ...(colour && { colour }) });
}
