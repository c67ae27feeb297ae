import { diffJson } from "../diff/diff-json.ts";
import { diffMarkdown } from "../diff/diff-markdown.ts";
import { diffText } from "../diff/diff-text.ts";
import type { How } from "../diff/section.ts";
import { compareSides } from "../diff/sections.ts";
import type { Side } from "../diff/side.ts";
import { type Context, defineCommand, exitCode } from "../frame/define-command.ts";
import { kernelOf, kernelOptions, openAllTypes, typesOf } from "../frame/kernel.ts";
import type { Options, Parsed } from "../frame/parse.ts";
import { jsonOption } from "../frame/report-options.ts";
import { UsageError } from "../frame/usage-error.ts";

const options = {
  a: {
    type: "string",
    multiple: true,
    value: "T",
    summary: {
      en: "what belongs to A too: its headers, its configuration …",
      zh: "同属 A 的其他输入：头文件、配置等",
    },
  },
  b: {
    type: "string",
    multiple: true,
    value: "T",
    summary: { en: "what belongs to B too", zh: "同属 B 的其他输入" },
  },
  all: {
    type: "boolean",
    summary: { en: "list everything, not the first ten of each kind", zh: "列出全部，而非每类的前十项" },
  },
  ...jsonOption,
  markdown: { type: "boolean", summary: { en: "print Markdown", zh: "输出 Markdown" } },
  ...kernelOptions,
} as const satisfies Options;

/** Entries of one list that are shown without `--all`. */
const SHOWN = 10;

export default defineCommand({
  id: "diff",
  summary: {
    en: "what differs between two kernels, as far as it matters to modules",
    zh: "两个内核之间与模块有关的差异",
  },
  operands: "A B",
  about: [
    {
      en: "A and B are kernels as `kofit check --kernel` takes them. Compared are, in this order: vermagic, struct module, the configuration, exports, types, what the kernels were built with, and what their loaders check. Of a CRC that differs, the type that changed is named where the types of both kernels are known.",
      zh: "A 和 B 是 `kofit check --kernel` 所接受的内核。依次比较：vermagic、struct module、内核配置、导出的符号、类型、构建所用的工具，以及加载器的检查。CRC 不同时，若两个内核的类型均已知，则指明发生变化的类型。",
    },
    {
      en: "The exit code is 0 when all of this was compared, whatever came of it, and 3 when a fact was missing on a side.",
      zh: "以上各项均已比较时，无论结果如何，退出码为 0；任何一方缺少信息时为 3。",
    },
  ],
  options,
  async run({ operands, options: given, ...context }) {
    const [first, second, ...more] = operands;
    if (first === undefined || second === undefined || more.length > 0) throw twoKernels();
    const kernels = [
      await sideOf([first, ...(given.a ?? [])], given, context),
      await sideOf([second, ...(given.b ?? [])], given, context),
    ] as const;
    const compared = compareSides(...kernels);
    const { language, terminal } = context;
    const how: How = { language, limit: given.all === true ? Infinity : SHOWN };
    if (given.json) terminal.out(diffJson(kernels, compared));
    else if (given.markdown) terminal.out(diffMarkdown(kernels, compared, how));
    else terminal.out(diffText(kernels, compared, how, terminal));
    return compared.some(({ outcome }) => outcome.state === "unknown") ? exitCode.unknown : exitCode.ok;
  },
});

async function sideOf(
  targets: readonly string[],
  given: Parsed<typeof options>["values"],
  context: Context,
): Promise<Side> {
  const { facts, inputs } = await kernelOf(targets, given, context);
  const { types } = await typesOf(openAllTypes, targets, given, context);
  return { name: facts.release.known ? facts.release.value : inputs.join(" "), inputs, facts, types };
}

function twoKernels(): UsageError {
  return new UsageError({
    en: "diff takes two kernels: kofit diff A B",
    zh: "diff 需要两个内核：kofit diff A B",
  });
}
