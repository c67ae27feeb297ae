import { expect, test } from "vitest";
import type { ConfigDifference } from "../model/config-difference.ts";
import { effectHeadings, effectKinds, effectText } from "./effect.ts";
import { effectsOf } from "./effects-of.ts";
import { rankDifferences } from "./rank-differences.ts";
import { optionsOfWord, vermagicWords, wordsOfOption } from "./vermagic-words.ts";

const kindsOf = (option: string): readonly string[] => effectsOf(option).map(({ kind }) => kind);

test.each([
  ["CONFIG_DEBUG_INFO_BTF_MODULES", ["struct-module"]],
  ["CONFIG_SCHED_CLASS_EXT", ["types"]],
  ["CONFIG_SMP", ["struct-module", "types", "vermagic", "code"]],
  ["CONFIG_PREEMPT_RT", ["types", "vermagic", "code"]],
  ["CONFIG_MODVERSIONS", ["vermagic", "exports"]],
  ["CONFIG_LOCALVERSION", ["vermagic"]],
  ["CONFIG_RANDSTRUCT", ["vermagic", "code"]],
  ["CONFIG_TRIM_UNUSED_KSYMS", ["exports"]],
  ["CONFIG_MODULE_SIG_FORCE", ["loader"]],
  ["CONFIG_STRICT_MODULE_RWX", ["loader"]],
  ["CONFIG_MITIGATION_RETPOLINE", ["code"]],
  ["CONFIG_ARM64_BTI_KERNEL", ["code"]],
  ["CONFIG_HZ", ["code"]],
  ["CONFIG_PAHOLE_VERSION", ["toolchain"]],
  ["CONFIG_CC_HAS_KASAN_GENERIC", ["toolchain"]],
  ["CONFIG_GCC11_NO_ARRAY_BOUNDS", ["toolchain"]],
  ["CONFIG_AS_AVX512", ["toolchain"]],
  ["CONFIG_RUSTC_VERSION_TEXT", ["toolchain"]],
  // Named like a probe, but a choice of a person.
  ["CONFIG_CC_OPTIMIZE_FOR_SIZE", ["code"]],
  ["CONFIG_USB_SERIAL_FTDI_SIO", []],
  ["CONFIG_ASYMMETRIC_KEY_TYPE", []],
  ["CONFIG_LDM_PARTITION", []],
])("%s: %j", (option, kinds) => {
  expect(kindsOf(option)).toEqual(kinds);
});

test("members that neither kernel has are no effect", () => {
  const members = new Set(["init", "exit", "klp"]);
  expect(effectsOf("CONFIG_CFI_CLANG", { members })).toEqual([{ kind: "code" }]);
  expect(effectsOf("CONFIG_LIVEPATCH", { members })[0]).toEqual({ kind: "struct-module", members: ["klp"] });
});

test("types that the module does not use are no effect", () => {
  expect(effectsOf("CONFIG_SCHED_CLASS_EXT", { usedTypes: new Set(["mm_struct"]) })).toEqual([]);
  const [types] = effectsOf("CONFIG_LOCKDEP", { usedTypes: new Set(["timer_list"]) });
  expect(types).toEqual({ kind: "types", types: ["timer_list"] });
});

const differences: readonly ConfigDifference[] = [
  { symbol: "CONFIG_USB_SERIAL_FTDI_SIO", kernel: "m" },
  { symbol: "CONFIG_CC_VERSION_TEXT", kernel: '"gcc 12"', headers: '"gcc 14"' },
  { symbol: "CONFIG_HZ", kernel: "250", headers: "1000" },
  { symbol: "CONFIG_DEBUG_INFO_BTF_MODULES", kernel: "y" },
  { symbol: "CONFIG_MODULE_UNLOAD", headers: "y" },
  { symbol: "CONFIG_PREEMPT", headers: "y" },
];

test("the gravest first, each once, the rest by itself", () => {
  const { groups, rest } = rankDifferences(differences);
  expect(
    groups.map(({ kind, differences }) => [kind, differences.map(({ difference }) => difference.symbol)]),
  ).toEqual([
    ["struct-module", ["CONFIG_DEBUG_INFO_BTF_MODULES", "CONFIG_MODULE_UNLOAD"]],
    ["vermagic", ["CONFIG_PREEMPT"]],
    ["code", ["CONFIG_HZ"]],
    ["toolchain", ["CONFIG_CC_VERSION_TEXT"]],
  ]);
  expect(rest).toEqual([{ symbol: "CONFIG_USB_SERIAL_FTDI_SIO", kernel: "m" }]);
});

test("nothing differs", () => {
  expect(rankDifferences([])).toEqual({ groups: [], rest: [] });
});

test("words and options of the vermagic lead to each other", () => {
  for (const [word, options] of Object.entries(vermagicWords)) {
    for (const option of options) expect(wordsOfOption(option)).toContain(word);
  }
  expect(optionsOfWord("RANDSTRUCT_0123")).toEqual(["CONFIG_RANDSTRUCT", "CONFIG_GCC_PLUGIN_RANDSTRUCT"]);
  expect(optionsOfWord("constructor")).toEqual([]);
});

test("each kind of effect has texts in both languages", () => {
  for (const kind of effectKinds) {
    expect(effectHeadings[kind].zh).toMatch(/\p{Script=Han}/u);
  }
  for (const option of ["CONFIG_SMP", "CONFIG_MODVERSIONS", "CONFIG_LOCALVERSION", "CONFIG_LD_VERSION"]) {
    for (const effect of effectsOf(option)) {
      const { en, zh } = effectText(effect);
      expect(en).toMatch(/^[a-z][^.]*$/);
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(`${en}${zh}`.split("`").length % 2).toBe(1);
    }
  }
});
