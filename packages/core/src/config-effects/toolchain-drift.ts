import { type Config, configured } from "../model/config.ts";
import { configDifference } from "../model/config-difference.ts";
import type { Text } from "../model/fact.ts";
import { type Consequence, type Tool, type ToolDifference, tools } from "../model/tool-difference.ts";
import { compilerText, sameCompiler } from "./compiler.ts";
import { effectsOf } from "./effects-of.ts";
import { type Toolchain, toolchainOf } from "./toolchain.ts";

/** Options by which only code of the kernel's own compiler can call the kernel, or be called: arch/Kconfig. */
const incompatible = [
  "CONFIG_CFI",
  "CONFIG_CFI_CLANG",
  "CONFIG_LTO_CLANG",
  "CONFIG_SHADOW_CALL_STACK",
  "CONFIG_RANDSTRUCT",
  "CONFIG_KASAN_SW_TAGS",
] as const;

/**
 * What the kernel was built with beside what the headers were configured with.
 *
 * @param banner the kernel's, `/proc/version`; without it the configuration tells the compiler
 */
export function toolchainDrift(kernel: Config, headers: Config, banner?: string): readonly ToolDifference[] {
  const [ours, theirs] = [toolchainOf(kernel, banner), toolchainOf(headers)];
  const lost = configDifference(kernel.text, headers.text)
    .filter(({ headers }) => headers === undefined)
    .map(({ symbol }) => symbol);
  return [
    ...compilers(ours, theirs, kernel, lost),
    ...tools.flatMap((tool) => {
      const [a, b] = [ours.tools[tool], theirs.tools[tool]];
      if (a === undefined || b === undefined || a === b) return [];
      const options = lostTo(tool, lost);
      const matters = options.length > 0 ? ({ why: "options lost", options } as const) : undefined;
      return [{ tool, kernel: a, other: b, ...(matters && { matters }) }];
    }),
  ];
}

/** The compiler of a module, by its `.comment`, beside the kernel's; empty where it is the same, or one is not told. */
export function compilerDrift(
  kernel: Config,
  module: Toolchain["compiler"],
  banner?: string,
): readonly ToolDifference[] {
  if (!module) return [];
  return compilers(toolchainOf(kernel, banner), { compiler: module, tools: {}, plugins: false }, kernel, []);
}

function compilers(
  { compiler: ours, plugins }: Toolchain,
  { compiler: theirs }: Toolchain,
  kernel: Config,
  lost: readonly string[],
): readonly ToolDifference[] {
  if (!ours || !theirs || sameCompiler(ours, theirs)) return [];
  const matters =
    incompatibleCode(ours.kind === theirs.kind, kernel) ??
    (plugins ? ({ why: "plugins" } as const) : undefined) ??
    lostToCompiler(lost);
  return [
    {
      tool: "compiler",
      kernel: compilerText(ours),
      other: compilerText(theirs),
      ...(matters && { matters }),
    },
  ];
}

function incompatibleCode(isSameKind: boolean, kernel: Config): Consequence | undefined {
  const options = incompatible.filter((option) => configured(kernel, option));
  return isSameKind || options.length === 0 ? undefined : { why: "incompatible code", options };
}

function lostToCompiler(lost: readonly string[]): Consequence | undefined {
  const options = lost.filter(
    (option) => /^CONFIG_(?:CC|GCC|CLANG)_/.test(option) && !/_VERSION/.test(option),
  );
  const followed = options.length > 0 ? lost.filter(changesModules) : [];
  return followed.length > 0 ? { why: "options lost", options: followed } : undefined;
}

/** Options that change modules, and not only tell which tool was there. */
const changesModules = (option: string): boolean =>
  effectsOf(option).some(({ kind }) => kind !== "toolchain" && kind !== "types");

/** What goes with each tool, by the name of what it makes: lib/Kconfig.debug, init/Kconfig. */
const ofTool: Readonly<Record<Tool, RegExp>> = {
  assembler: /^CONFIG_(?:ARM64_)?AS_/,
  linker: /^CONFIG_(?:ARM64_)?LD_|^CONFIG_TOOLS_SUPPORT_RELR$/,
  pahole: /BTF|^CONFIG_PAHOLE_|^CONFIG_SCHED_CLASS_EXT$/,
  rustc: /^CONFIG_RUST|^CONFIG_EXTENDED_MODVERSIONS$/,
  bindgen: /^CONFIG_RUST$/,
};

/** Whether an option (`"CONFIG_DEBUG_INFO_BTF_MODULES"`) goes where Kconfig does not find the tool. */
export const goesWith = (tool: Tool, option: string): boolean => ofTool[tool].test(option);

const lostTo = (tool: Tool, lost: readonly string[]): readonly string[] =>
  lost.filter((option) => ofTool[tool].test(option) && !/_VERSION/.test(option));

const named: Readonly<Record<ToolDifference["tool"], Text>> = {
  compiler: { en: "the compiler", zh: "编译器" },
  assembler: { en: "the assembler", zh: "汇编器" },
  linker: { en: "the linker", zh: "链接器" },
  pahole: { en: "pahole", zh: "pahole " },
  rustc: { en: "rustc", zh: "rustc " },
  bindgen: { en: "bindgen", zh: "bindgen " },
};

const code = (names: readonly string[], comma: string): string =>
  names.map((name) => `\`${name}\``).join(comma);

const versionInChinese = (version: string): string => (version === "none" ? "无" : ` ${version}`);

/** A difference, and what it means, in one sentence. */
export function toolDifferenceText({ tool, kernel, other, matters }: ToolDifference): Text {
  const differs = {
    en: `${named[tool].en} differs, ${kernel} in the kernel and ${other} here`,
    zh: `${named[tool].zh}不同（内核为${versionInChinese(kernel)}，这里为${versionInChinese(other)}）`,
  };
  if (!matters) {
    return {
      en: `${differs.en}: that alone does no harm`,
      zh: `${differs.zh}：仅此并无妨碍`,
    };
  }
  if (matters.why === "plugins") {
    return {
      en: `${differs.en}: the kernel's plugins of gcc (\`CONFIG_GCC_PLUGINS\`) load into no other`,
      zh: `${differs.zh}：内核的 gcc 插件（\`CONFIG_GCC_PLUGINS\`）无法载入别的编译器`,
    };
  }
  const [en, zh] = [code(matters.options, ", "), code(matters.options, "、")];
  return matters.why === "incompatible code"
    ? {
        en: `${differs.en}: with ${en} the kernel calls only what its own compiler built`,
        zh: `${differs.zh}：启用 ${zh} 的内核只能调用由同一种编译器编译的代码`,
      }
    : { en: `${differs.en}: with it went ${en}`, zh: `${differs.zh}：随之失去 ${zh}` };
}
