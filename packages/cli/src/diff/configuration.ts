import {
  type ConfigEffect,
  type EffectKind,
  effectHeadings,
  effectKinds,
  effectsOf,
  effectText,
} from "@kofit/core";
import { compareFacts, headed, type How, type Line, type Section } from "./section.ts";
import { type Setting, settingsOf, settingText } from "./setting.ts";
import { isToolchainSymbol } from "./toolchain.ts";

/** Options by what they do to modules. What tools were found is apart: see the section of the toolchain. */
interface Found {
  /** The gravest kind first; each option with its gravest effect. A kind that has none is not there. */
  readonly groups: readonly { readonly effect: EffectKind; readonly options: readonly Setting[] }[];
  /** What does nothing to modules that is known. */
  readonly rest: readonly Setting[];
}

const others = {
  en: (count: number) => `${count} other option${count === 1 ? "" : "s"}:`,
  zh: (count: number) => `其他 ${count} 个选项：`,
} as const;

/** Options that the two kernels were built with otherwise, those that matter to modules first. */
export const configuration: Section = {
  id: "configuration",
  title: { en: "configuration", zh: "内核配置" },
  compare: ({ facts: { config: a } }, { facts: { config: b } }) =>
    compareFacts(a, b, (mine, theirs) => {
      const settings = settingsOf(mine, theirs).filter(({ symbol }) => !isToolchainSymbol(symbol));
      if (settings.length === 0) return undefined;
      const found = ranked(settings);
      return { state: "differs", data: found, lines: (how) => linesOf(found, how) };
    }),
};

const gravest = ({ symbol }: Setting): ConfigEffect | undefined => effectsOf(symbol)[0];

function ranked(settings: readonly Setting[]): Found {
  const groups = effectKinds.map((effect) => ({
    effect,
    options: settings.filter((one) => gravest(one)?.kind === effect),
  }));
  return {
    groups: groups.filter(({ options }) => options.length > 0),
    rest: settings.filter((one) => gravest(one) === undefined),
  };
}

/** These effects name what they are about; the others are told by their heading. */
const NAMING: ReadonlySet<EffectKind> = new Set<EffectKind>(["struct-module", "types", "vermagic"]);

function linesOf({ groups, rest }: Found, how: How): readonly Line[] {
  const { language } = how;
  const line = (one: Setting): readonly Line[] => {
    const effect = gravest(one);
    const does = effect && NAMING.has(effect.kind) ? effectText(effect)[language] : undefined;
    return [
      { mark: "~", text: settingText(one, language) },
      ...(does === undefined ? [] : [{ text: does, isDetail: true as const }]),
    ];
  };
  return [
    ...groups.flatMap(({ effect, options }) =>
      headed(`${effectHeadings[effect][language]}${language === "zh" ? "：" : ":"}`, options, how, line),
    ),
    ...headed(others[language](rest.length), rest, how, line),
  ];
}
