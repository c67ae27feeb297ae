import { visibleJson, writeFacts } from "@kofit/core";
import { saveFacts } from "@kofit/core/node";
import { kernelLines } from "../facts/kernel-lines.ts";
import { moduleJson } from "../facts/module-json.ts";
import { moduleLines } from "../facts/module-lines.ts";
import { type ModuleTarget, moduleTarget } from "../facts/module-target.ts";
import { printLines } from "../facts/print-lines.ts";
import { defineCommand, type ExitCode, exitCode, type Given } from "../frame/define-command.ts";
import { kernelOf, kernelOptions } from "../frame/kernel.ts";
import type { Options } from "../frame/parse.ts";
import { UsageError } from "../frame/usage-error.ts";

const options = {
  save: {
    type: "string",
    value: "FILE",
    summary: {
      en: "write a kernel's facts to FILE (.json, .json.gz, .json.zst), a target like any other",
      zh: "将内核的信息写入 FILE（.json、.json.gz、.json.zst），该文件可像其他目标一样使用",
    },
  },
  format: {
    type: "string",
    value: "text|json",
    summary: { en: "how to print the facts", zh: "信息的输出格式" },
  },
  json: { type: "boolean", summary: { en: "the same as --format json", zh: "等同于 --format json" } },
  ...kernelOptions,
} as const satisfies Options;

export default defineCommand({
  id: "facts",
  summary: {
    en: "everything known of a kernel or a module, and where it comes from",
    zh: "关于一个内核或模块的全部已知信息及其来源",
  },
  operands: "[TARGET]…",
  about: [
    {
      en: "TARGET is a module, or a kernel as `kofit check --kernel` takes it; several make one kernel. Without one, it is the running kernel.",
      zh: "TARGET 是一个模块，或 `kofit check --kernel` 所接受的内核；多个目标合为一个内核。未指定时为正在运行的内核。",
    },
  ],
  options,
  async run(given) {
    const format = given.options.json ? "json" : (given.options.format ?? "text");
    if (format !== "json" && format !== "text") {
      throw new UsageError({
        en: `there is no format ${format}; there are json, text`,
        zh: `没有 ${format} 这种格式；可用的有 json、text`,
      });
    }
    const [only] = given.operands;
    const module = only !== undefined && given.operands.length === 1 ? await moduleTarget(only) : undefined;
    return module && only !== undefined
      ? factsOfModule(only, module, format, given)
      : factsOfKernel(format, given);
  },
});

type Format = "json" | "text";

function factsOfModule(
  file: string,
  { facts, signer }: ModuleTarget,
  format: Format,
  { options: { save }, language, terminal }: Given<typeof options>,
): ExitCode {
  if (save !== undefined) {
    throw new UsageError({
      en: `--save takes a kernel; ${file} is a module`,
      zh: `--save 只用于内核；${file} 是一个模块`,
    });
  }
  terminal.out(
    format === "json"
      ? `${visibleJson(moduleJson(file, facts, signer))}\n`
      : printLines(
          { name: (facts.name.known && facts.name.value) || file, inputs: [file] },
          moduleLines(facts, signer),
          language,
          terminal,
        ),
  );
  return exitCode.ok;
}

async function factsOfKernel(
  format: Format,
  { operands, options: given, ...context }: Given<typeof options>,
): Promise<ExitCode> {
  const { facts, inputs } = await kernelOf(operands, given, context);
  const { language, terminal } = context;
  if (given.save !== undefined) {
    await saveFacts(facts, given.save);
    if (given.format === undefined && !given.json) return exitCode.ok;
  }
  const name = facts.release.known ? facts.release.value : inputs.join(" ");
  terminal.out(
    format === "json"
      ? `${visibleJson(writeFacts(facts))}\n`
      : printLines({ name, inputs }, kernelLines(facts), language, terminal),
  );
  return exitCode.ok;
}
