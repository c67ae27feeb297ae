import { type Fact, isToolVersion, type KernelFacts, type ValueOf } from "@kofit/core";
import { code, compareFacts, type Outcome, type Section } from "./section.ts";
import { type Setting, settingsOf, settingText } from "./setting.ts";

/** Whether an option only says which tool was found when the kernel was configured. init/Kconfig */
export const isToolchainSymbol = (symbol: string): boolean =>
  isToolVersion(symbol) || /^CONFIG_(?:CC|AS|LD)_IS_\w+$/.test(symbol);

const words = {
  noise: {
    en: "other tools alone keep no module from loading; what follows from them is above",
    zh: "仅工具不同并不会使模块无法加载；由此产生的影响见上文",
  },
} as const;

/** What the two kernels were built with: `CONFIG_*_VERSION`, and the banner. */
export const toolchain: Section = {
  id: "toolchain",
  title: { en: "toolchain", zh: "工具链" },
  compare: ({ facts: a }, { facts: b }) =>
    compareFacts(a.config, b.config, (mine, theirs) => {
      const tools = settingsOf(mine, theirs).filter(({ symbol }) => isToolchainSymbol(symbol));
      return tools.length === 0 ? undefined : differs(tools, bannerOf(a), bannerOf(b));
    }),
};

type Banner = ValueOf<NonNullable<KernelFacts["banner"]>>;

/** `null` where it is not known; without an image nobody knows it. */
function bannerOf({ banner }: { readonly banner?: Fact<Banner> }): Banner | null {
  return banner?.known === true ? banner.value.trim() : null;
}

function differs(
  tools: readonly Setting[],
  a: Banner | null,
  b: Banner | null,
): Extract<Outcome, { state: "differs" }> {
  return {
    state: "differs",
    data: { tools, banner: { a, b } },
    lines: ({ language }) => [
      ...tools.map((tool) => ({ mark: "~" as const, text: settingText(tool, language) })),
      ...(a === null || b === null || a === b
        ? []
        : [
            { mark: "-" as const, text: code(a) },
            { mark: "+" as const, text: code(b) },
          ]),
      { text: words.noise[language] },
    ],
  };
}
