import { exporterOf, optionsThatCall } from "../config-effects/symbols-of-options.ts";
import { configured } from "../model/config.ts";
import type { Language } from "../model/fact.ts";
import { defineCause } from "./define-cause.ts";

export interface Evidence {
  readonly symbol: string;
  /** Any one of them would make the symbol exist; none is set in this kernel. */
  readonly options: readonly string[];
  /** The module of the kernel that would export it; absent where it is code compiled under the option that calls it. */
  readonly owner?: string;
}

/** The symbol exists only where an option is set that this kernel does not set. */
export default defineCause<Evidence>({
  id: "symbol-option-off",
  explains: ["unknown-symbol"],
  find({ kernel: { config }, defect }) {
    if (defect.check !== "unknown-symbol" || !config.known) return [];
    const { symbol } = defect.evidence;
    const isOff = (option: string): boolean => !configured(config.value, option);
    const options = optionsThatCall(symbol);
    if (options.length > 0 && options.every(isOff)) {
      return [{ certainty: "certain", evidence: { symbol, options } }];
    }
    const exporter = exporterOf(symbol);
    if (!exporter || !isOff(exporter.option)) return [];
    // By its name alone: a module out of tree may export such a symbol, too.
    const { option, owner } = exporter;
    return [{ certainty: "likely", evidence: { symbol, options: [option], owner } }];
  },
  links: {
    en: ({ evidence }) => linksIn.en(evidence),
    zh: ({ evidence }) => linksIn.zh(evidence),
  },
});

const code = (names: readonly string[], or: string): string => names.map((name) => `\`${name}\``).join(or);

type LinksOf = (evidence: Evidence) => readonly string[];

const linksIn: Readonly<Record<Language, LinksOf>> = {
  en: ({ symbol, options, owner }) =>
    owner === undefined
      ? [
          `${code(options, " or ")} is not set in this kernel.`,
          `\`${symbol}\` is called by code that was compiled where it is set, so the module was built for a kernel of another configuration.`,
        ]
      : [
          `${code(options, " or ")} is not set in this kernel, so it was built without \`${owner}\`.`,
          `That module exports what begins as \`${symbol}\` does.`,
        ],
  zh: ({ symbol, options, owner }) =>
    owner === undefined
      ? [
          `该内核没有启用 ${code(options, " 或 ")}。`,
          `只有在启用它时编译的代码才会调用 \`${symbol}\`，因此模块是为另一种配置的内核编译的。`,
        ]
      : [
          `该内核没有启用 ${code(options, " 或 ")}，因此没有编译 \`${owner}\`。`,
          `名字与 \`${symbol}\` 开头相同的符号由那个模块导出。`,
        ],
};
