import { compareLayouts } from "@kofit/core";
import { defineCommand, exitCode } from "../frame/define-command.ts";
import { kernelOptions } from "../frame/kernel.ts";
import type { Options } from "../frame/parse.ts";
import { jsonOption } from "../frame/report-options.ts";
import { UsageError } from "../frame/usage-error.ts";
import { comparisonText } from "../layout/comparison-text.ts";
import { allOf, notCompared } from "../layout/all-of-name.ts";
import { layoutJson } from "../layout/layout-json.ts";
import { operandsOf } from "../layout/operands.ts";
import { recordIn } from "../layout/record-in.ts";

const options = {
  ...jsonOption,
  verbose: {
    type: "boolean",
    summary: {
      en: "of two targets, list the members that are the same too",
      zh: "对比两个目标时，也列出相同的成员",
    },
  },
  ...kernelOptions,
} as const satisfies Options;

export default defineCommand({
  id: "layout",
  summary: {
    en: "how a struct lies in a kernel's memory, or in two kernels' side by side",
    zh: "结构体在内核内存中的布局，或两个内核中的并列对比",
  },
  operands: "[T [T]] [STRUCT]",
  about: [
    {
      en: "STRUCT is a name: module, 'union thread_union'; without one it is struct module, which every module carries. T is a kernel as `kofit check --kernel` takes it, by its image, its package, its vmlinux or a copy of /sys/kernel/btf/vmlinux; without one it is the running kernel. Of two kernels, the members that differ are shown.",
      zh: "STRUCT 是名称，例如 module、'union thread_union'；未指定时为每个模块都带有的 struct module。T 是 `kofit check --kernel` 所接受的内核：映像、软件包、vmlinux 或 /sys/kernel/btf/vmlinux 的副本；未指定时为正在运行的内核。给出两个内核时，显示不同的成员。",
    },
    {
      en: "T may also be a module, built with debug information or with BTF that brings its base along (.BTF.base). Where a name stands for several structs, all that differ are shown, each with a source file that has it; of two targets the first of each is compared.",
      zh: "T 也可以是模块，需在编译时带有调试信息，或带有自带基础类型（.BTF.base）的 BTF。同一名称对应多个结构体时，显示所有不同的布局以及各自所在的源文件；对比两个目标时，各取第一个。",
    },
  ],
  options,
  async run({ operands, options: given, ...context }) {
    const { targets, wanted } = operandsOf(operands);
    const [first, second, ...more] = targets;
    if (more.length > 0) throw tooMany();
    const { terminal, language } = context;
    const a = await recordIn(first, wanted, given, context);
    if (!a) return exitCode.unknown;
    if (second === undefined) {
      terminal.out(given.json ? layoutJson(a) : allOf(a, language, terminal));
      return exitCode.ok;
    }
    const b = await recordIn(second, wanted, given, context);
    if (!b) return exitCode.unknown;
    const compared = compareLayouts(a.layout, b.layout);
    terminal.out(
      given.json
        ? layoutJson(a, { ...b, compared })
        : notCompared([a, b], language, terminal) +
            comparisonText(
              [a.name, b.name],
              a.layout.kind,
              compared,
              given.verbose === true,
              language,
              terminal,
            ),
    );
    return exitCode.ok;
  },
});

function tooMany(): UsageError {
  return new UsageError({
    en: "layout takes one kernel, or two to compare: kofit layout A B module",
    zh: "layout 接受一个内核，或两个用于对比的内核：kofit layout A B module",
  });
}
