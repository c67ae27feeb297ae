import type { Text } from "../model/fact.ts";

/** What an option of the configuration does to modules, the gravest first. */
export const effectKinds = [
  "struct-module",
  "types",
  "vermagic",
  "exports",
  "loader",
  "code",
  "toolchain",
] as const;
export type EffectKind = (typeof effectKinds)[number];

/** One thing that an option does to modules. */
export type ConfigEffect =
  /** It guards members of `struct module`: what was built without it has another layout. */
  | { readonly kind: "struct-module"; readonly members: readonly string[] }
  /** It guards members of types that modules use. `"task_struct"`, without `struct`. */
  | { readonly kind: "types"; readonly types: readonly string[] }
  /** It decides words of the vermagic; empty for the release. */
  | { readonly kind: "vermagic"; readonly words: readonly string[] }
  /** It decides what is exported, or how exports are versioned. */
  | { readonly kind: "exports" }
  /** It decides what the loader refuses. */
  | { readonly kind: "loader" }
  /** It decides what a module is compiled to: its instructions, or constants in them. */
  | { readonly kind: "code" }
  /** Kconfig works it out by running a tool: it tells which one was there. */
  | { readonly kind: "toolchain" };

/** Heads a list of options. */
export const effectHeadings: Readonly<Record<EffectKind, Text>> = {
  "struct-module": {
    en: "change the layout of `struct module`",
    zh: "改变 `struct module` 的布局",
  },
  types: { en: "change the layout of types that modules use", zh: "改变模块所用类型的布局" },
  vermagic: { en: "change the vermagic", zh: "改变 vermagic" },
  exports: {
    en: "change what is exported, or how symbols are versioned",
    zh: "改变导出的符号，或符号的版本信息",
  },
  loader: { en: "change what the loader refuses", zh: "改变加载器会拒绝什么" },
  code: { en: "change what modules are compiled to", zh: "改变模块编译出的代码" },
  toolchain: { en: "follow from the tools that were found", zh: "取决于配置时找到的工具" },
};

const code = (names: readonly string[], separator: string): string =>
  names.map((name) => `\`${name}\``).join(separator);

/** What is said of effects that have nothing to name. */
const plainTexts = {
  exports: { en: "decides what is exported, or how it is versioned", zh: "决定导出哪些符号，或其版本信息" },
  loader: { en: "decides what the loader refuses", zh: "决定加载器会拒绝什么" },
  code: { en: "decides what modules are compiled to", zh: "决定模块编译出的代码" },
  toolchain: { en: "tells which tools were found", zh: "反映配置时找到了哪些工具" },
} as const;

/** What one option does, as it stands behind the option's name. Backticks mark code. */
export function effectText(effect: ConfigEffect): Text {
  if (effect.kind === "struct-module") {
    return {
      en: `guards ${code(effect.members, ", ")} of \`struct module\``,
      zh: `控制 \`struct module\` 的成员 ${code(effect.members, "、")}`,
    };
  }
  if (effect.kind === "types") {
    return {
      en: `guards members of ${code(effect.types, ", ")}`,
      zh: `控制 ${code(effect.types, "、")} 的成员`,
    };
  }
  if (effect.kind !== "vermagic") return plainTexts[effect.kind];
  if (effect.words.length === 0) return { en: "is part of the release", zh: "是内核版本字符串的一部分" };
  return {
    en: `decides ${code(effect.words, ", ")} in the vermagic`,
    zh: `决定 vermagic 中的 ${code(effect.words, "、")}`,
  };
}
