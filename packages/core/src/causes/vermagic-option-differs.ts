import { optionsOfWord } from "../config-effects/vermagic-words.ts";
import { configured } from "../model/config.ts";
import type { Language } from "../model/fact.ts";
import type { KernelFacts } from "../model/kernel.ts";
import { type CauseFound, type Certainty, defineCause } from "./define-cause.ts";

/** A word of the vermagic that only one side has, and what puts it there. */
interface WordFound {
  readonly word: string;
  readonly onlyIn: "module" | "kernel";
  /** Any of these puts the word there; one where the configuration tells which. */
  readonly options: readonly string[];
  /** What the configuration of the headers says of them, beside the kernel's; absent when the headers are not at hand. */
  readonly headers?: "as the module" | "as the kernel";
}

export interface Evidence {
  readonly words: readonly WordFound[];
  /** Whether the kernel's configuration was at hand, and says the same as its vermagic. */
  readonly configKnown: boolean;
}

/** An option that decides a word of the vermagic was set for one side only. */
export default defineCause<Evidence>({
  id: "vermagic-option-differs",
  explains: ["vermagic-mismatch"],
  find({ kernel, defect }) {
    if (defect.check !== "vermagic-mismatch") return [];
    const { onlyInKernel, onlyInModule } = defect.evidence;
    const words = [
      ...onlyInKernel.flatMap((word) => wordOf(kernel, word, "kernel")),
      ...onlyInModule.flatMap((word) => wordOf(kernel, word, "module")),
    ];
    if (words.length === 0) return [];
    return [{ certainty: certaintyOf(kernel, words), evidence: { words, configKnown: kernel.config.known } }];
  },
  links: {
    en: (found) => found.evidence.words.flatMap((word) => linksIn.en(word, found)),
    zh: (found) => found.evidence.words.flatMap((word) => linksIn.zh(word, found)),
  },
});

/** Nothing where no option is known to decide the word, or the kernel's configuration says otherwise than its vermagic. */
function wordOf(
  { config, headersDifferences }: KernelFacts,
  word: string,
  onlyIn: WordFound["onlyIn"],
): readonly WordFound[] {
  const all = optionsOfWord(word);
  if (all.length === 0) return [];
  if (!config.known) return [{ word, onlyIn, options: all }];
  const set = all.filter((option) => configured(config.value, option));
  // A word of both sides that differs in what follows it, as the hash of RANDSTRUCT does, is no option's.
  if (set.length > 0 !== (onlyIn === "kernel")) return [];
  const likely = onlyIn === "kernel" ? set.slice(0, 1) : all;
  if (!headersDifferences?.known) return [{ word, onlyIn, options: likely }];
  const differing = headersDifferences.value.filter(({ symbol }) => likely.includes(symbol));
  if (differing.length === 0) return [{ word, onlyIn, options: likely, headers: "as the kernel" }];
  return [{ word, onlyIn, options: differing.map(({ symbol }) => symbol), headers: "as the module" }];
}

/**
 * include/linux/vermagic.h has a word exactly when its option is set: with the kernel's configuration at hand the two
 * files prove it. Of several options that may have put a word into the module, no file tells which.
 */
function certaintyOf({ config }: KernelFacts, words: readonly WordFound[]): Certainty {
  return config.known && words.every(({ options }) => options.length === 1) ? "certain" : "likely";
}

const code = (names: readonly string[], or: string): string => names.map((name) => `\`${name}\``).join(or);

type LinksOf = (word: WordFound, found: CauseFound<Evidence>) => readonly string[];

const linksIn: Readonly<Record<Language, LinksOf>> = {
  en: ({ word, onlyIn, options, headers }, { evidence }) => {
    const option = code(options, " or ");
    const kernelHas = onlyIn === "kernel" ? "is set" : "is not set";
    const moduleHas = onlyIn === "kernel" ? "was not" : "was";
    return [
      `\`${word}\` stands in a vermagic exactly when ${option} is set${evidence.configKnown ? `; in the kernel it ${kernelHas}` : ""}.`,
      ...(headers === "as the module"
        ? [
            `The headers' configuration says otherwise than the kernel's: they were configured anew or are not this kernel's.`,
          ]
        : []),
      ...(headers === "as the kernel"
        ? [
            `The headers that were given agree with the kernel, so the module was built with others, or before they changed.`,
          ]
        : []),
      `Where the module was built, it ${moduleHas}.`,
    ];
  },
  zh: ({ word, onlyIn, options, headers }, { evidence }) => {
    const option = code(options, " 或 ");
    const kernelHas = onlyIn === "kernel" ? "启用了它" : "没有启用它";
    const moduleHas = onlyIn === "kernel" ? "没有启用" : "启用了";
    return [
      `只有启用了 ${option}，vermagic 中才会有 \`${word}\`${evidence.configKnown ? `；内核${kernelHas}` : ""}。`,
      ...(headers === "as the module"
        ? ["头文件的配置与内核的不同：它们被重新配置过，或者不属于该内核。"]
        : []),
      ...(headers === "as the kernel"
        ? ["所给的头文件与内核一致，因此模块是用别的头文件编译的，或者是在它们改变之前编译的。"]
        : []),
      `编译模块时${moduleHas}它。`,
    ];
  },
};
