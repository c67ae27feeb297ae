import {
  type Fact,
  featureIds,
  type Language,
  loaderOptionIds,
  type LoaderFeature,
  type LoaderOption,
  type Text,
  toldByRelease,
} from "@kofit/core";
import { featureWords, optionWords } from "./loader-words.ts";
import { code, compareFacts, type Line, type Outcome, type Section } from "./section.ts";
import type { Side } from "./side.ts";

interface Found {
  readonly features: OnlyIn<LoaderFeature>;
  readonly options: OnlyIn<LoaderOption>;
  /** What the kernel does about something, where the two do not do the same. */
  readonly policies: readonly Policy[];
  /** Sides whose features only the release told, not the image: distributions backport. */
  readonly byRelease: readonly ("A" | "B")[];
}

interface OnlyIn<T> {
  readonly a: readonly T[];
  readonly b: readonly T[];
}

interface Policy {
  readonly fact: PolicyFact;
  readonly a: string;
  readonly b: string;
}

type PolicyFact = "signaturePolicy" | "namespacePolicy";

const policyWords: Readonly<Record<PolicyFact, Text>> = {
  signaturePolicy: { en: "modules without a valid signature", zh: "没有有效签名的模块" },
  namespacePolicy: { en: "namespaces that are not imported", zh: "未导入的命名空间" },
};

const words = {
  only: {
    en: (side: string) => `the loader of ${side} alone:`,
    zh: (side: string) => `仅 ${side} 的加载器：`,
  },
  byRelease: {
    en: (sides: string) =>
      `What the loader of ${sides} does was told by its release alone; distributions backport. Its image tells for sure.`,
    zh: (sides: string) =>
      `${sides} 的加载器行为仅由发布版本号推断；发行版可能有回移植。给出其内核映像即可确定。`,
  },
} as const;

/** What the one kernel's loader checks, or does, and the other's does not. */
export const loader: Section = {
  id: "loader",
  title: { en: "loader", zh: "加载器" },
  compare: (a, b) => {
    const features = onlyIn(a.facts.features, b.facts.features, featureIds);
    const options = onlyIn(a.facts.loaderOptions, b.facts.loaderOptions, loaderOptionIds);
    if ("state" in features) return features;
    if ("state" in options) return options;
    const found: Found = { features, options, policies: policies(a, b), byRelease: byRelease(a, b) };
    const isSame = [features.a, features.b, options.a, options.b, found.policies].every(
      ({ length }) => length === 0,
    );
    if (isSame) return { state: "same" };
    return { state: "differs", data: found, lines: ({ language }) => linesOf(found, language) };
  },
};

/** What only one set holds; the outcome, where a side is not known. */
function onlyIn<T>(a: Fact<ReadonlySet<T>>, b: Fact<ReadonlySet<T>>, all: readonly T[]): OnlyIn<T> | Outcome {
  if (!a.known || !b.known) return compareFacts(a, b, () => undefined);
  return {
    a: all.filter((one) => a.value.has(one) && !b.value.has(one)),
    b: all.filter((one) => b.value.has(one) && !a.value.has(one)),
  };
}

function policies({ facts: a }: Side, { facts: b }: Side): readonly Policy[] {
  return (["signaturePolicy", "namespacePolicy"] as const).flatMap((fact) => {
    const [mine, theirs] = [a[fact], b[fact]];
    const differ = mine.known && theirs.known && mine.value !== theirs.value;
    return differ ? [{ fact, a: mine.value, b: theirs.value }] : [];
  });
}

const isTold = ({ facts: { features } }: Side): boolean => features.known && toldByRelease(features.origin);

function byRelease(a: Side, b: Side): readonly ("A" | "B")[] {
  return [...(isTold(a) ? (["A"] as const) : []), ...(isTold(b) ? (["B"] as const) : [])];
}

const told = (one: readonly LoaderFeature[], other: readonly LoaderOption[]): readonly Text[] => [
  ...one.map((id) => featureWords[id]),
  ...other.map((id) => optionWords[id]),
];

function linesOf({ features, options, policies, byRelease }: Found, language: Language): readonly Line[] {
  const side = (name: string, mark: "-" | "+", all: readonly Text[]): readonly Line[] =>
    all.length === 0
      ? []
      : [{ text: words.only[language](name) }, ...all.map((text) => ({ mark, text: text[language] }))];
  return [
    ...side("A", "-", told(features.a, options.a)),
    ...side("B", "+", told(features.b, options.b)),
    ...policies.map(({ fact, a, b }) => ({
      mark: "~" as const,
      text: `${policyWords[fact][language]}: ${code(a)} → ${code(b)}`,
    })),
    ...(byRelease.length > 0 ? [{ text: words.byRelease[language](byRelease.join(", ")) }] : []),
  ];
}
