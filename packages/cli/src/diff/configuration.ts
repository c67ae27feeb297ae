import {
  type EffectKind,
  effectHeadings,
  effectText,
  rankDifferences,
  type RankedDifferences,
} from "@kofit/core";
import { compareFacts, headed, type How, type Line, type Section } from "./section.ts";
import { type Setting, settingsOf, settingText } from "./setting.ts";
import { isToolchainSymbol } from "./toolchain.ts";

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
      const found = rankDifferences(settings);
      return { state: "differs", data: asData(found), lines: (how) => linesOf(found, how) };
    }),
};

/** As docs/diff.schema.json has it. */
const asData = ({ groups, rest }: RankedDifferences<Setting>): object => ({
  groups: groups.map(({ kind, differences }) => ({
    effect: kind,
    options: differences.map(({ difference }) => difference),
  })),
  rest,
});

/** These effects name what they are about; the others are told by their heading. */
const NAMING: ReadonlySet<EffectKind> = new Set<EffectKind>(["struct-module", "types", "vermagic"]);

function linesOf({ groups, rest }: RankedDifferences<Setting>, how: How): readonly Line[] {
  const { language } = how;
  const line = (one: Setting): Line => ({ mark: "~", text: settingText(one, language) });
  const colon = language === "zh" ? "：" : ":";
  return [
    ...groups.flatMap(({ kind, differences }) =>
      headed(`${effectHeadings[kind][language]}${colon}`, differences, how, ({ difference, effects }) => [
        line(difference),
        ...effects
          .slice(0, 1)
          .filter((effect) => NAMING.has(effect.kind))
          .map((effect) => ({ text: effectText(effect)[language], isDetail: true as const })),
      ]),
    ),
    ...headed(others[language](rest.length), rest, how, (one) => [line(one)]),
  ];
}
