import { comparisonOf, type Export } from "@kofit/core";
import { type ChangedExport, type ExportDifferences, exportDifferences } from "./export-differences.ts";
import { crcLines, type Reasons } from "./crc-lines.ts";
import { code, compareFacts, headed, type How, type Line, type Section } from "./section.ts";
import type { Side } from "./side.ts";

const words = {
  removed: {
    en: (count: number) => `${count} that only A exports:`,
    zh: (count: number) => `仅 A 导出的 ${count} 个：`,
  },
  added: {
    en: (count: number) => `${count} that only B exports:`,
    zh: (count: number) => `仅 B 导出的 ${count} 个：`,
  },
  licence: {
    en: (count: number) => `${count} GPL-only in one of them:`,
    zh: (count: number) => `仅在一方限 GPL 使用的 ${count} 个：`,
  },
  namespace: {
    en: (count: number) => `${count} in another namespace:`,
    zh: (count: number) => `命名空间不同的 ${count} 个：`,
  },
  gplIn: {
    en: (side: string) => `GPL-only in ${side}`,
    zh: (side: string) => `在 ${side} 中仅限 GPL`,
  },
  none: { en: "none", zh: "无" },
  imageOnly: {
    en: "compared is what the images export: what the modules of one of them export is not known; give its headers or its /lib/modules directory to compare that too",
    zh: "仅比较了内核映像的导出符号：其中一方的模块导出了什么未知；请给出其头文件或 /lib/modules 目录以一并比较",
  },
} as const;

/** What modules can use: symbols, their CRCs, who may use them. */
export const exported: Section = {
  id: "exports",
  title: { en: "exports", zh: "导出的符号" },
  compare: (a, b) =>
    compareFacts(a.facts.exports, b.facts.exports, (mine, theirs) => {
      const found = exportDifferences(mine, theirs);
      const { removed, added, crc, licence, namespace } = found;
      if ([removed, added, crc, licence, namespace].every(({ length }) => length === 0)) return undefined;
      const reasons = reasonsFor(crc, a, b);
      return {
        state: "differs",
        data: {
          ...found,
          crc: crc.map((one) => ({ ...one, reason: reasons.get(one.symbol) ?? null })),
        },
        lines: (how) => linesOf(found, reasons, how),
      };
    }),
};

function reasonsFor(changed: readonly ChangedExport[], a: Side, b: Side): Reasons {
  if (changed.length === 0 || !a.types.known || !b.types.known) return new Map();
  const names = changed.map(({ symbol }) => symbol);
  return comparisonOf(a.types.value, b.types.value)?.reached(names) ?? new Map();
}

const exportLine =
  (mark: "-" | "+") =>
  (symbol: Export): readonly Line[] => [{ mark, text: exportText(symbol) }];

function linesOf(found: ExportDifferences, reasons: Reasons, how: How): readonly Line[] {
  const { removed, added, crc, licence, namespace, same, isImageOnly } = found;
  const { language } = how;
  return [
    ...headed(words.removed[language](removed.length), removed, how, exportLine("-")),
    ...crcLines(crc, reasons, same, how),
    ...headed(words.licence[language](licence.length), licence, how, ({ symbol, a }) => [
      { mark: "~", text: `${code(symbol)}: ${words.gplIn[language](a.gplOnly ? "A" : "B")}` },
    ]),
    ...headed(words.namespace[language](namespace.length), namespace, how, ({ symbol, a, b }) => {
      const [mine, theirs] = [a, b].map((side) =>
        side.namespace === undefined ? words.none[language] : code(side.namespace),
      );
      return [{ mark: "~", text: `${code(symbol)}: ${mine} → ${theirs}` }];
    }),
    ...headed(words.added[language](added.length), added, how, exportLine("+")),
    ...(isImageOnly ? [{ text: words.imageOnly[language] }] : []),
  ];
}

const exportText = ({ symbol, owner }: Export): string =>
  owner === "vmlinux" || owner === "" ? code(symbol) : `${code(symbol)} (${owner})`;
