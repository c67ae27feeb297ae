import { expect, test } from "vitest";
import { causesOf, only } from "../../test/build/causes.ts";
import { unknownFact } from "../../test/build/facts.ts";
import { linksOf } from "../analyse/causes-of.ts";
import { configOf } from "../model/config.ts";
import type { ConfigDifference } from "../model/config-difference.ts";

const ID = "vermagic-option-differs";
const RELEASE = "6.12.95-test";
const PREEMPT =
  "CONFIG_MODVERSIONS=y\nCONFIG_PREEMPT_BUILD=y\nCONFIG_PREEMPT=y\nCONFIG_MODULE_UNLOAD=y\nCONFIG_SMP=y";

const causes = (
  words: string,
  config: string | undefined = PREEMPT,
  headers?: readonly ConfigDifference[],
): ReturnType<typeof causesOf> =>
  only(
    ID,
    causesOf(
      "vermagic-mismatch",
      { config: config === "" ? unknownFact : configOf(config) },
      { vermagic: `${RELEASE} ${words} ` },
      headers,
    ),
  );

test("a word that only the kernel has: its option, which the kernel's configuration confirms", () => {
  expect(causes("SMP preempt modversions")).toMatchObject([
    {
      certainty: "certain",
      evidence: {
        words: [{ word: "mod_unload", onlyIn: "kernel", options: ["CONFIG_MODULE_UNLOAD"] }],
        configKnown: true,
      },
    },
  ]);
});

test("of the options of a word, the one that this kernel sets", () => {
  const [cause] = causes("SMP mod_unload modversions");
  expect(cause).toMatchObject({
    certainty: "certain",
    evidence: { words: [{ word: "preempt", options: ["CONFIG_PREEMPT_BUILD"] }] },
  });
  expect(cause && linksOf(cause, "en")).toEqual([
    "`preempt` stands in a vermagic exactly when `CONFIG_PREEMPT_BUILD` is set; in the kernel it is set.",
    "Where the module was built, it was not.",
  ]);
});

test("words that only the module has", () => {
  expect(causes("SMP preempt_rt mod_unload modversions")).toMatchObject([
    {
      certainty: "certain",
      evidence: {
        words: [
          { word: "preempt", onlyIn: "kernel" },
          { word: "preempt_rt", onlyIn: "module", options: ["CONFIG_PREEMPT_RT"] },
        ],
      },
    },
  ]);
});

test("the headers that were given tell whether the module was built with them", () => {
  const lost: readonly ConfigDifference[] = [{ symbol: "CONFIG_MODULE_UNLOAD", kernel: "y" }];
  expect(causes("SMP preempt modversions", PREEMPT, lost)).toMatchObject([
    { certainty: "certain", evidence: { words: [{ headers: "as the module" }] } },
  ]);
  expect(causes("SMP preempt modversions", PREEMPT, [])).toMatchObject([
    { certainty: "certain", evidence: { words: [{ headers: "as the kernel" }] } },
  ]);
});

test("without the kernel's configuration the rule alone: likely", () => {
  expect(causes("SMP preempt modversions", "")).toMatchObject([
    { certainty: "likely", evidence: { configKnown: false } },
  ]);
});

test("a configuration that contradicts the kernel's vermagic, and words that no option decides, explain nothing", () => {
  expect(causes("SMP preempt modversions", "CONFIG_MODVERSIONS=y")).toEqual([]);
  expect(causes("SMP preempt mod_unload modversions gcc-12")).toEqual([]);
});

test("another seed of RANDSTRUCT is no option's", () => {
  const found = causesOf(
    "vermagic-mismatch",
    { vermagic: `${RELEASE} SMP RANDSTRUCT_aaaa`, config: configOf("CONFIG_RANDSTRUCT=y") },
    { vermagic: `${RELEASE} SMP RANDSTRUCT_bbbb` },
  );
  expect(only(ID, found)[0]?.evidence).toMatchObject({
    words: [{ word: "RANDSTRUCT_aaaa", onlyIn: "kernel" }],
  });
});
