import { visibleJson } from "@kofit/core";
import type { KernelAgreement } from "@kofit/matrix";
import type { MatrixGiven } from "../commands/matrix.ts";
import { type ExitCode, exitCode } from "../frame/define-command.ts";
import { interruptible } from "../frame/interruptible.ts";
import { kernelOf } from "../frame/kernel.ts";
import { UsageError } from "../frame/usage-error.ts";
import { secondsOf } from "../matrix/boot.ts";
import { agreementText } from "./agreement-text.ts";
import { agreementWith, askAbout } from "./run-agreement.ts";

/**
 * `kofit matrix agree --kernel T… DIR`: boots the kernel, has it load the modules of a directory, and compares what it
 * does with kofit's verdicts. Exit code 1 when they differ.
 *
 * @throws {UsageError} if not exactly one directory is named, or no kernel.
 */
export async function agree(given: MatrixGiven): Promise<ExitCode> {
  const { operands, options, language, terminal } = given;
  const [directory, ...more] = operands;
  const targets = options.kernel ?? [];
  if (directory === undefined || more.length > 0 || targets.length === 0) throw needsMore();
  const moduleLimit = secondsOf(options.timeout);
  const agreements: KernelAgreement[] = [];
  for (const group of options.each ? targets.map((target) => [target]) : [targets]) {
    const kernel = await kernelOf(group, options, given);
    const asked = await interruptible((signal) =>
      askAbout(directory, {
        targets: group,
        signal,
        ...(options.cmdline !== undefined && { cmdline: options.cmdline }),
        ...(moduleLimit !== undefined && { moduleLimit }),
        mirror: options.mirror,
        offline: options.offline,
        progress: ({ done, total }) => terminal.progress(`${done} / ${total}`),
      }),
    );
    const compared = await agreementWith(asked, kernel.facts, directory, [], options.cmdline);
    terminal.progress("");
    agreements.push(compared);
    if (options.json !== true) terminal.out(agreementText(compared, language, terminal));
  }
  if (options.json === true) {
    // It only grows: others read it.
    const json = { schema: "kofit-agreement/1", kernels: agreements };
    terminal.out(`${visibleJson(JSON.stringify(json, null, 2))}\n`);
  }
  return agreements.every(({ differences }) => differences.length === 0) ? exitCode.ok : exitCode.refused;
}

function needsMore(): UsageError {
  return new UsageError({
    en: "matrix agree needs a kernel and a directory of modules: kofit matrix agree --kernel T DIR",
    zh: "matrix agree 需要指定一个内核和一个模块目录：kofit matrix agree --kernel T DIR",
  });
}
