import type { Text } from "@kofit/core";
import { differs, type KernelAgreement } from "@kofit/matrix";
import { writeFile } from "node:fs/promises";
import { type Context, type ExitCode, exitCode } from "../frame/define-command.ts";
import { interruptible } from "../frame/interruptible.ts";
import { kernelOf } from "../frame/kernel.ts";
import { UsageError } from "../frame/usage-error.ts";
import { agreementText } from "./agreement-text.ts";
import { runAgreement } from "./run-agreement.ts";

/** What `kofit matrix agree` is given. */
export interface AgreeOptions {
  readonly kernel?: readonly string[] | undefined;
  /** Added to the command line that the kernel is booted with. */
  readonly cmdline?: string | undefined;
  /** Print JSON. */
  readonly json?: boolean | undefined;
  /** Also write the JSON to this file. */
  readonly out?: string | undefined;
  readonly mirror?: string | undefined;
  readonly offline?: boolean | undefined;
  readonly "no-cache"?: boolean | undefined;
}

/** Paragraphs for the command's help. */
export const aboutAgree: readonly Text[] = [
  {
    en: '`kofit matrix agree --kernel T DIR` boots the kernel, has it load every module of DIR, and compares what it does with what kofit check says: every difference is listed. DIR/records.json may say how each is loaded: [{"file", "via", "flags", "params", "before"}].',
    zh: '`kofit matrix agree --kernel T DIR` 会启动内核，让它加载 DIR 中的每个模块，并与 kofit check 的判断比较，列出每一处不一致。DIR/records.json 可以说明每个模块的加载方式：[{"file", "via", "flags", "params", "before"}]。',
  },
];

/**
 * `kofit matrix agree --kernel T… DIR`. Exit code 1 when kofit and the kernel differ.
 *
 * @throws {UsageError} if not exactly one directory is named, or no kernel.
 */
export async function agree(
  operands: readonly string[],
  options: AgreeOptions,
  context: Context,
): Promise<ExitCode> {
  const [directory, ...more] = operands;
  const targets = options.kernel ?? [];
  if (directory === undefined || more.length > 0 || targets.length === 0) {
    throw new UsageError({
      en: "agree takes one directory of modules and a kernel: kofit matrix agree --kernel T DIR",
      zh: "agree 需要一个模块目录和一个内核：kofit matrix agree --kernel T DIR",
    });
  }
  const { terminal, language } = context;
  const kernel = await kernelOf(targets, options, context);
  const agreement = await interruptible((signal) =>
    runAgreement(kernel, directory, {
      targets,
      signal,
      ...(options.cmdline !== undefined && { cmdline: options.cmdline }),
      mirror: options.mirror,
      offline: options.offline,
      progress: ({ done, total }) => terminal.progress(`${done} / ${total}`),
      judging: (done, total) => terminal.progress(`${done} / ${total}`),
    }),
  );
  terminal.progress("");
  const json = `${JSON.stringify(asJson(agreement), null, 2)}\n`;
  if (options.out !== undefined) await writeFile(options.out, json);
  terminal.out(options.json === true ? json : agreementText(agreement, language, terminal));
  return agreement.differences.some(differs) ? exitCode.refused : exitCode.ok;
}

/** What programs read; it only grows. */
const asJson = (agreement: KernelAgreement): object => ({ schema: "kofit-agreement/1", ...agreement });
