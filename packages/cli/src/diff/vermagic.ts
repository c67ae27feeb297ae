import { vermagicOf } from "@kofit/core";
import { code, compareFacts, type Section } from "./section.ts";

const words = {
  release: {
    en: "the release differs: only a kernel with CONFIG_MODVERSIONS passes over that",
    zh: "发布版本号不同：只有启用了 CONFIG_MODVERSIONS 的内核会忽略这一差异",
  },
  flags: {
    en: "what stands behind the release differs: every kernel refuses a module that was built for the other one",
    zh: "发布版本号之后的部分不同：任何一方的内核都会拒绝为另一方构建的模块",
  },
} as const;

/** same_magic() in kernel/module/version.c */
export const vermagic: Section = {
  id: "vermagic",
  title: { en: "vermagic", zh: "vermagic" },
  compare: ({ facts: { vermagic: a } }, { facts: { vermagic: b } }) =>
    compareFacts(a, b, (mine, theirs) => {
      if (mine === theirs) return undefined;
      const [first, second] = [vermagicOf(mine), vermagicOf(theirs)];
      const flagsDiffer = first.flags.join(" ") !== second.flags.join(" ");
      const differs = flagsDiffer ? words.flags : words.release;
      return {
        state: "differs",
        data: {
          a: mine,
          b: theirs,
          onlyA: first.flags.filter((flag) => !second.flags.includes(flag)),
          onlyB: second.flags.filter((flag) => !first.flags.includes(flag)),
        },
        lines: ({ language }) => [
          { mark: "-", text: code(mine.trim()) },
          { mark: "+", text: code(theirs.trim()) },
          { text: differs[language] },
        ],
      };
    }),
};
