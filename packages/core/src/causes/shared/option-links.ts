import type { ConfigDifference } from "../../model/config-difference.ts";
import type { Language } from "../../model/fact.ts";
import { hex } from "../../model/hex.ts";
import type { OptionChain } from "../../model/option-chain.ts";
import type { CauseFound, Certainty } from "../define-cause.ts";
import type { Moved } from "./moved.ts";
import { probedTools } from "./probed-tools.ts";
import { resizingOptions } from "./struct-module-groups.ts";

/** An option that was set otherwise when the module's headers were configured, and what that did to `struct module`. */
export interface ChangedOption {
  readonly option: string;
  /** Whether the module lacks what the kernel has, or has what the kernel lacks. */
  readonly change: "lost" | "gained";
  readonly members: readonly string[];
}

export interface OptionEvidence {
  /** All of them together explain the module's `struct module`. */
  readonly options: readonly ChangedOption[];
  /** What shows it: the module's own types, or only where members stand. */
  readonly shownBy: "types" | "layout";
  /** Where it is from that an option guards a member: from the headers, or from what is known of all kernels. */
  readonly guardsFrom: "headers" | "known";
  /** Where `exit`, else `init`, stands on each side, in bytes; absent when neither is in another place. */
  readonly moved?: Moved;
  /** `sizeof(struct module)` on each side, in bytes. */
  readonly size: { readonly module: number; readonly kernel: number };
  /** Probes that answered otherwise when the headers were configured; empty when the headers are not at hand. */
  readonly probes: readonly ConfigDifference[];
  /** Why the headers lack the options, by the Kconfig files of the kernel's source; absent where these are not at hand. */
  readonly chains?: readonly OptionChain[];
  /** Options that the kernel has and its headers lack; absent when the headers are not at hand. */
  readonly lost?: number;
}

/** The chain of sentences, from the tool that was missing to the size that differs. */
export function optionLinks(found: CauseFound<OptionEvidence>, language: Language): readonly string[] {
  const { certainty, evidence } = found;
  const say = words[language];
  const { options, moved, size, chains = [], lost = 0 } = evidence;
  // What the rules tell, a table need not.
  const probed = (chains.length > 0 ? [] : evidence.probes).flatMap(
    ({ symbol, kernel = say.unset, headers = say.unset }) => {
      const tool = probedTools[symbol];
      return tool ? [{ tool, symbol, kernel, headers, isMissing: tool.missing === headers }] : [];
    },
  );
  const inHeaders = evidence.lost !== undefined;
  const kinds = (["lost", "gained"] as const).filter((kind) => options.some(({ change }) => change === kind));
  // Of one of several explanations it is enough to say what it changes.
  const isSure = certainty !== "possible";
  return [
    ...chains.flatMap(({ source, links }) => [
      say.rules(code(source)),
      ...links.map((link) => link[language]),
    ]),
    ...probed.map(({ tool, isMissing, symbol, headers, kernel }) =>
      say.reconfigured(code(tool.tool), isMissing, code(symbol), headers, kernel),
    ),
    ...kinds.flatMap((kind) => {
      const own = options.filter(({ change }) => change === kind);
      const resized = own.filter(({ option }) => isResizing(option));
      const whole = own.filter(({ option }) => !isResizing(option));
      const more = inHeaders && kind === "lost" ? lost - own.length : 0;
      return [
        say.set(
          kind,
          certainty,
          own.map(({ option }) => code(option)),
          more,
        ),
        ...[whole, resized].flatMap((part) =>
          part.length === 0
            ? []
            : [
                say.members(
                  kind,
                  certainty,
                  part.flatMap((one) => one.members.map(code)).join(say.comma),
                  part === resized,
                ),
              ],
        ),
      ];
    }),
    ...(inHeaders ? [] : [say.because(evidence.shownBy, certainty)]),
    say.guards(evidence.guardsFrom),
    ...(moved && isSure ? [say.moved(code(moved.member), hex(moved.module), hex(moved.kernel))] : []),
    ...(isSure ? [say.size(size.module, size.kernel)] : []),
    ...(probed.length > 0 ? [say.table] : []),
    ...new Set(chains.flatMap(({ remedy }) => (remedy ? [remedy[language]] : []))),
    ...probed.filter(({ isMissing }) => isMissing).map(({ tool }) => say.install(tool.install)),
  ];
}

const code = (name: string): string => `\`${name}\``;

/** The sentences of the chain. Names come in backticks. */
interface Words {
  readonly unset: string;
  readonly comma: string;
  reconfigured(tool: string, isMissing: boolean, symbol: string, headers: string, kernel: string): string;
  set(kind: ChangedOption["change"], certainty: Certainty, options: readonly string[], more: number): string;
  members(kind: ChangedOption["change"], certainty: Certainty, members: string, areResized: boolean): string;
  because(shownBy: OptionEvidence["shownBy"], certainty: Certainty): string;
  guards(from: OptionEvidence["guardsFrom"]): string;
  moved(member: string, module: string, kernel: string): string;
  size(module: number, kernel: number): string;
  install(command: string): string;
  rules(source: string): string;
  readonly table: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    unset: "not set",
    comma: ", ",
    reconfigured: (tool, isMissing, symbol, headers, kernel) =>
      `The headers were configured again ${isMissing ? `where ${tool} is not installed` : `with another ${tool}`}: ${symbol} is ${headers} there, and ${kernel} in the kernel.`,
    set: (kind, certainty, options, more) => {
      const named = `${options.join(" and ")} ${options.length === 1 ? "is" : "are"}`;
      const others = more > 0 ? ` (with ${more} more that the headers lost)` : "";
      const { maybe } = fits[certainty].en;
      return kind === "lost"
        ? `${named} set in the kernel, and ${maybe}not in the headers${others}.`
        : `${named} not set in the kernel, and ${maybe}in the headers.`;
    },
    members: (kind, certainty, members, areResized) => {
      const smaller = areResized ? "a smaller" : "no";
      const larger = areResized ? "a larger" : "also";
      return `${fits[certainty].en.so} \`struct module\` has ${kind === "lost" ? smaller : larger} ${members} there.`;
    },
    because: (shownBy, certainty) =>
      shownBy === "types"
        ? "The module's own debug information shows these members."
        : fits[certainty].en.layout,
    guards: (from) =>
      from === "headers"
        ? "Which option guards which member is read from include/linux/module.h of the headers."
        : "Which option guards which member is as in Linux 5.10 to 7.3; no include/linux/module.h was given.",
    moved: (member, module, kernel) =>
      `${member} stands at ${module} in the module, and at ${kernel} in the kernel.`,
    size: (module, kernel) =>
      module === kernel
        ? `Rounded up to cache lines the size is ${kernel} bytes on both sides, so no kernel notices.`
        : `Rounded up to cache lines the size is ${module} bytes in the module, and ${kernel} in the kernel.`,
    rules: (source) =>
      `The headers were configured again, by the rules of Kconfig (${source}) with this outcome:`,
    table:
      "Which tool Kconfig asks for which option is as in Linux 5.10 to 7.3; the kernel's Kconfig files, which would tell, were not at hand (they take the headers as a directory, and `--source DIR`).",
    install: (command) => `Install it, reinstall the headers and build again: ${command}`,
  },
  zh: {
    unset: "未设置",
    comma: "、",
    reconfigured: (tool, isMissing, symbol, headers, kernel) =>
      `头文件${isMissing ? `在未安装 ${tool} 的机器上` : `用另一个版本的 ${tool} `}被重新配置：其中 ${symbol} 为 ${headers}，而内核为 ${kernel}。`,
    set: (kind, certainty, options, more) => {
      const named = options.join(" 和 ");
      const others = more > 0 ? `（头文件还丢失了另外 ${more} 个选项）` : "";
      const { maybe } = fits[certainty].zh;
      return kind === "lost"
        ? `内核启用了 ${named}，而头文件${maybe}没有启用${others}。`
        : `内核没有启用 ${named}，而头文件${maybe}启用了它。`;
    },
    members: (kind, certainty, members, areResized) => {
      const smaller = areResized ? "较小的成员是" : "没有";
      const larger = areResized ? "较大的成员是" : "多出了";
      return `${fits[certainty].zh.so}其 \`struct module\` 中${kind === "lost" ? smaller : larger} ${members}。`;
    },
    because: (shownBy, certainty) =>
      shownBy === "types" ? "模块自带的调试信息表明了这些成员。" : fits[certainty].zh.layout,
    guards: (from) =>
      from === "headers"
        ? "选项与成员的对应关系读自头文件中的 include/linux/module.h。"
        : "选项与成员的对应关系依据 Linux 5.10 至 7.3；未提供 include/linux/module.h。",
    moved: (member, module, kernel) => `${member} 在模块中位于 ${module}，在内核中位于 ${kernel}。`,
    size: (module, kernel) =>
      module === kernel
        ? `按缓存行取整后两边都是 ${kernel} 字节，因此内核不会察觉。`
        : `按缓存行取整后，模块中为 ${module} 字节，内核中为 ${kernel} 字节。`,
    rules: (source) => `头文件被重新配置过，按照 Kconfig 规则（${source}），经过如下：`,
    table:
      "哪个选项取决于哪个工具依据 Linux 5.10 至 7.3；手头没有能够说明这一点的内核 Kconfig 文件（需以目录形式给出头文件，并使用 `--source DIR`）。",
    install: (command) => `请安装它，重新安装头文件并重新编译：${command}`,
  },
};

/** How sure it is that the headers had it otherwise, and what the layout says. */
const fits = {
  certain: {
    en: { maybe: "", so: "So", layout: "With this alone the layout is exactly that of the module." },
    zh: { maybe: "", so: "因此", layout: "仅此一项就使布局与模块完全一致。" },
  },
  likely: {
    en: {
      maybe: "most likely ",
      so: "Then",
      layout:
        "With this alone the layout is exactly that of the module, and no other single option explains it.",
    },
    zh: {
      maybe: "很可能",
      so: "这样一来，",
      layout: "仅此一项就使布局与模块完全一致，且没有其他单个选项能解释这一点。",
    },
  },
  possible: {
    en: {
      maybe: "perhaps ",
      so: "Then",
      layout: "With this alone the layout is that of the module, but something else explains it as well.",
    },
    zh: {
      maybe: "可能",
      so: "这样一来，",
      layout: "仅此一项就使布局与模块一致，但另有原因同样能解释这一点。",
    },
  },
} as const;

/** Whether its members are there in either case, with another size. */
const isResizing = (option: string): boolean => resizingOptions.some((one) => one.option === option);
