import { membersGuardedBy } from "@kofit/core";
import { compareFacts, headed, type How, type Line, type Section } from "./section.ts";
import { type Setting, settingsOf, settingText } from "./setting.ts";
import { isToolchainSymbol } from "./toolchain.ts";

// Ranked by what is known here of options: those that guard members of struct module, those of the loader and of what
// vermagic says, the rest.

/** Options that the vermagic spells, or that decide what the loader does. include/linux/vermagic.h, kernel/module/Kconfig */
const LOADER =
  /^CONFIG_(?:MODVERSIONS|ASM_MODVERSIONS|EXTENDED_MODVERSIONS|GENDWARFKSYMS|GENKSYMS|MODULES?|MODULE_\w+|SMP|PREEMPT\w*|PREEMPTION|RANDSTRUCT\w*|TRIM_UNUSED_KSYMS|STRICT_MODULE_RWX|SECURITY_LOCKDOWN_LSM\w*|LOCK_DOWN_KERNEL_FORCE_\w+|LIVEPATCH|CFI_CLANG|CFI|LTO\w*|DEBUG_INFO_BTF_MODULES|MITIGATION_(?:RETPOLINE|RETHUNK|ITS)|RETPOLINE|RETHUNK)$/;

interface Found {
  /** Those that guard members of `struct module`. */
  readonly structModule: readonly Setting[];
  /** Those that vermagic spells, or that change what the loader does. */
  readonly loader: readonly Setting[];
  /** What does neither. What tools were found is apart: see the section of the toolchain. */
  readonly rest: readonly Setting[];
}

const words = {
  structModule: { en: "guard members of struct module:", zh: "控制 struct module 的成员：" },
  loader: {
    en: "in the vermagic, or about what the loader does:",
    zh: "体现在 vermagic 中，或影响加载器的行为：",
  },
  rest: {
    en: (count: number) => `${count} other option${count === 1 ? "" : "s"}:`,
    zh: (count: number) => `其他 ${count} 个选项：`,
  },
} as const;

/** Options that the two kernels were built with otherwise, those that matter to modules first. */
export const configuration: Section = {
  id: "configuration",
  title: { en: "configuration", zh: "内核配置" },
  compare: ({ facts: { config: a } }, { facts: { config: b } }) =>
    compareFacts(a, b, (mine, theirs) => {
      const found = ranked(settingsOf(mine, theirs));
      const isSame = Object.values(found).every(({ length }) => length === 0);
      return isSame ? undefined : { state: "differs", data: found, lines: (how) => linesOf(found, how) };
    }),
};

function ranked(all: readonly Setting[]): Found {
  const settings = all.filter(({ symbol }) => !isToolchainSymbol(symbol));
  const rankOf = ({ symbol }: Setting): keyof Found => {
    if (membersGuardedBy(symbol).length > 0) return "structModule";
    return LOADER.test(symbol) ? "loader" : "rest";
  };
  const of = (rank: keyof Found): readonly Setting[] => settings.filter((one) => rankOf(one) === rank);
  return { structModule: of("structModule"), loader: of("loader"), rest: of("rest") };
}

function linesOf({ structModule, loader, rest }: Found, how: How): readonly Line[] {
  const { language } = how;
  const line = (one: Setting): readonly Line[] => [{ mark: "~", text: settingText(one, language) }];
  return [
    ...headed(words.structModule[language], structModule, how, line),
    ...headed(words.loader[language], loader, how, line),
    ...headed(words.rest[language](rest.length), rest, how, line),
  ];
}
