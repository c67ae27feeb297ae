import { type ChangedPart, groupBy, type Language } from "@kofit/core";
import type { ChangedExport } from "./export-differences.ts";
import { sizedName, wayText } from "./part-text.ts";
import { code, headed, type How, type Line } from "./section.ts";

/** By symbol: the nearest type that its function gets at and that differs. */
export type Reasons = ReadonlyMap<string, ChangedPart>;

/** Symbols whose CRC changed, behind one type that did. */
interface Behind {
  readonly type: ChangedPart;
  readonly symbols: readonly (ChangedExport & { readonly reason: ChangedPart })[];
}

const words = {
  crc: {
    en: (count: number, same: number) =>
      `${count} with another CRC (${same} alike): a module that uses one of them is not for the other kernel`,
    zh: (count: number, same: number) =>
      `CRC 不同的 ${count} 个（${same} 个相同）：使用其中任何一个的模块都不能用于另一方`,
  },
  reasons: {
    en: "the nearest type that changed of all that they get at, the most frequent first:",
    zh: "它们所触及的类型中最近的已改变类型，最常见的在前：",
  },
  functions: {
    en: "the function itself: other parameters or another result",
    zh: "函数自身：参数或返回值不同",
  },
  behind: {
    en: (type: string, count: number, example: string) => `${type}: ${count}, as ${example}`,
    zh: (type: string, count: number, example: string) => `${type}：${count} 个，例如 ${example}`,
  },
  without: {
    en: (count: number) =>
      `${count} of which no such type is known (data, and functions that the kernel's BTF does not tell, as those of modules):`,
    zh: (count: number) =>
      `${count} 个没有已知的此类类型（数据，以及内核 BTF 未记录的函数，例如模块中的函数）：`,
  },
} as const;

const hex = (crc: number): string => code(`0x${crc.toString(16).padStart(8, "0")}`);

/** Symbols with another CRC: the types behind them, and with `--all` each symbol. */
export function crcLines(
  changed: readonly ChangedExport[],
  reasons: Reasons,
  same: number,
  how: How,
): readonly Line[] {
  if (changed.length === 0) return [];
  const { language } = how;
  const isAll = how.limit === Infinity;
  const without = changed.filter(({ symbol }) => !reasons.has(symbol));
  return [
    { text: words.crc[language](changed.length, same) },
    ...headed(words.reasons[language], behind(changed, reasons), how, (one) =>
      behindLines(one, isAll, language),
    ),
    ...headed(words.without[language](without.length), without, how, (one) => [
      { mark: "~", text: crcText(one) },
    ]),
  ];
}

const crcText = ({ symbol, a, b }: ChangedExport): string => `${code(symbol)} ${hex(a.crc)} → ${hex(b.crc)}`;

const keyOf = ({ kind, name }: ChangedPart): string => (kind === "function" ? kind : `${kind} ${name}`);

/** A function that changed itself is a reason of its own kind, whichever function it is. */
function behind(changed: readonly ChangedExport[], reasons: Reasons): readonly Behind[] {
  const withReason = changed.flatMap((one) => {
    const reason = reasons.get(one.symbol);
    return reason ? [{ ...one, reason }] : [];
  });
  return [...groupBy(withReason, ({ reason }) => keyOf(reason)).values()]
    .map((symbols) => ({ type: symbols[0].reason, symbols }))
    .toSorted((x, y) => y.symbols.length - x.symbols.length);
}

function behindLines({ type, symbols }: Behind, isAll: boolean, language: Language): readonly Line[] {
  const [first] = symbols;
  if (!first) return [];
  const way = wayText(first.reason, language);
  const example = code(first.symbol) + (way && separator[language] + way);
  const name = type.kind === "function" ? words.functions[language] : sizedName(type, language);
  return [
    { mark: "~", text: words.behind[language](name, symbols.length, example) },
    ...(isAll ? symbols.map((one) => ({ text: crcText(one), isDetail: true as const })) : []),
  ];
}

const separator = { en: " ", zh: "，" } as const;
