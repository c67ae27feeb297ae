import type { ChangedExport, ChangedExports } from "../model/changed-export.ts";
import type { Defect } from "../analyse/verdict.ts";
import type { Language } from "../model/fact.ts";
import { defineCause } from "./define-cause.ts";

export interface Evidence extends ChangedExport {
  readonly from: ChangedExports["from"];
  /** What the types are from that the module was built with. */
  readonly source: string;
}

/** A type that an exported function gets at is another one in the kernel than where the module was built. */
export default defineCause<Evidence>({
  id: "exported-type-changed",
  explains: ["module-layout-crc-mismatch", "symbol-crc-mismatch"],
  find({ module: { changedExports }, defect }) {
    if (!changedExports?.known) return [];
    const { exports, from, source } = changedExports.value;
    const symbol = symbolOf(defect);
    const found = exports.find((one) => one.symbol === symbol);
    // genksyms looks no further than what the headers define that a file includes: another type may be behind the CRC as well.
    return found ? [{ certainty: "likely", evidence: { ...found, from, source } }] : [];
  },
  links: {
    en: ({ evidence }) => linksIn(evidence, "en"),
    zh: ({ evidence }) => linksIn(evidence, "zh"),
  },
});

function symbolOf(defect: Defect): string | undefined {
  if (defect.check === "module-layout-crc-mismatch") return "module_layout";
  return defect.check === "symbol-crc-mismatch" ? defect.evidence.symbol : undefined;
}

/** Members of one side that are named. */
const SHOWN = 4;
const code = (name: string): string => `\`${name}\``;

/** The sentences of the chain. Names come in backticks. */
interface Words {
  readonly from: Readonly<Record<ChangedExports["from"], (source: string) => string>>;
  readonly comma: string;
  self(symbol: string): string;
  type(name: string, sizes: ChangedExport["sizes"]): string;
  members(side: "built" | "kernel", list: string, more: boolean): string;
  reached(symbol: string, path: string): string;
  readonly end: string;
}

function linksIn(evidence: Evidence, language: Language): readonly string[] {
  const say = words[language];
  const { symbol, kind, name, path, sizes, onlyWhereBuilt, onlyInKernel, from, source } = evidence;
  const list = (names: readonly string[]): string => names.slice(0, SHOWN).map(code).join(say.comma);
  const change =
    kind === "function"
      ? say.self(code(symbol))
      : say.type(code(kind === "typedef" ? name : `${kind} ${name}`), sizes);
  return [
    say.from[from](source) + change,
    ...(onlyWhereBuilt.length > 0
      ? [say.members("built", list(onlyWhereBuilt), onlyWhereBuilt.length > SHOWN)]
      : []),
    ...(onlyInKernel.length > 0
      ? [say.members("kernel", list(onlyInKernel), onlyInKernel.length > SHOWN)]
      : []),
    ...(kind === "function" ? [] : [say.reached(code(symbol), path.length > 0 ? code(path.join(".")) : "")]),
    say.end,
  ];
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    comma: ", ",
    from: {
      module: () => "By the module's own types, ",
      headers: (source) => `By the types in ${source} of the headers, `,
      "kernel that it was built for": (source) => `In the kernel that it was built for (${source}), `,
    },
    self: (symbol) => `${symbol} itself takes or gives other types than in this kernel.`,
    type: (name, sizes) => {
      if (!sizes) return `${name} is another one than in this kernel.`;
      return sizes[0] === sizes[1]
        ? `${name} is another one than in this kernel, of ${sizes[0]} bytes in both.`
        : `${name} is another one than in this kernel: ${sizes[0]} bytes there, ${sizes[1]} here.`;
    },
    members: (side, list, more) =>
      `Only ${side === "built" ? "the one that the module was built with" : "this kernel's"} has ${list}${more ? " …" : ""}.`,
    reached: (symbol, path) =>
      `Of all types that differ it is the nearest that ${symbol} gets at${path === "" ? "" : `, by ${path}`}.`,
    end: "A CRC stands for the types that a symbol gets at, so such a change makes it another one.",
  },
  zh: {
    comma: "、",
    from: {
      module: () => "根据模块自带的类型信息，",
      headers: (source) => `根据头文件中 ${source} 的类型信息，`,
      "kernel that it was built for": (source) => `在编译模块所针对的内核（${source}）中，`,
    },
    self: (symbol) => `${symbol} 自身的参数或返回值类型与该内核的不同。`,
    type: (name, sizes) => {
      if (!sizes) return `${name} 与该内核的不同。`;
      return sizes[0] === sizes[1]
        ? `${name} 与该内核的不同，大小都是 ${sizes[0]} 字节。`
        : `${name} 与该内核的不同：前者 ${sizes[0]} 字节，后者 ${sizes[1]} 字节。`;
    },
    members: (side, list, more) =>
      `仅${side === "built" ? "编译模块所用的类型" : "该内核的类型"}中有 ${list}${more ? " 等" : ""}。`,
    reached: (symbol, path) =>
      `在所有不同的类型中，它是 ${symbol} ${path === "" ? "" : `经由 ${path} `}所触及的最近的一个。`,
    end: "CRC 代表符号所触及的类型，因此这样的改变会使 CRC 不同。",
  },
};
