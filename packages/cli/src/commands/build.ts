import { openKernel } from "@kofit/core/node";
import { type BuildProgress, findSource, type FoundSource, isWritable, openHeaders } from "@kofit/build";
import { InputError, type Language, type Text } from "@kofit/core";
import { availableParallelism, release as runningRelease } from "node:os";
import { resolve } from "node:path";
import { codeOfVerdicts } from "../check/code-of-verdicts.ts";
import { stateOptions } from "../check/state-options.ts";
import type { BuildGiven } from "../build/build-given.ts";
import type { BuildReport } from "../build/report.ts";
import { defineCommand, type ExitCode, exitCode, type Given } from "../frame/define-command.ts";
import { interruptible } from "../frame/interruptible.ts";
import { downloadProgress, kernelOptions } from "../frame/kernel.ts";
import type { Options } from "../frame/parse.ts";
import { jsonOption, verboseOption } from "../frame/report-options.ts";
import { UsageError } from "../frame/usage-error.ts";
import type { Places } from "../preflight/given-headers.ts";

const options = {
  kernel: {
    type: "string",
    multiple: true,
    value: "T",
    summary: {
      en: "the kernel to build for: as `kofit check` takes it; otherwise the running one",
      zh: "为哪个内核编译：与 `kofit check` 相同；未指定时为正在运行的内核",
    },
  },
  headers: {
    type: "string",
    multiple: true,
    value: "H",
    summary: {
      en: "its headers: a directory, or packages; otherwise what comes with --kernel, or /lib/modules/RELEASE/build",
      zh: "其头文件：一个目录，或若干软件包；未指定时取自 --kernel 或 /lib/modules/RELEASE/build",
    },
  },
  output: {
    type: "string",
    short: "o",
    value: "DIR",
    summary: {
      en: "where the modules go; otherwise into the source, where make would leave them",
      zh: "模块存放的目录；未指定时放入源代码目录，与 make 的位置相同",
    },
  },
  dkms: {
    type: "boolean",
    summary: {
      en: "have dkms itself build it, in a tree of its own",
      zh: "由 dkms 程序在单独的目录树中编译",
    },
  },
  "sign-key": {
    type: "string",
    value: "FILE",
    summary: { en: "sign the modules with this key (PEM)", zh: "用此密钥（PEM）为模块签名" },
  },
  "sign-cert": {
    type: "string",
    value: "FILE",
    summary: {
      en: "its certificate; otherwise the one beside the key",
      zh: "其证书；未指定时取密钥旁的证书",
    },
  },
  trust: stateOptions.trust,
  cmdline: stateOptions.cmdline,
  "as-is": {
    type: "boolean",
    summary: {
      en: "build with the headers as they are, whatever is found in them",
      zh: "无论头文件有何问题，都按原样用其编译",
    },
  },
  yes: {
    type: "boolean",
    summary: {
      en: "run shell code that the module's dkms.conf wants run",
      zh: "允许运行模块的 dkms.conf 所要求的 shell 代码",
    },
  },
  jobs: {
    type: "string",
    short: "j",
    value: "N",
    summary: {
      en: "programs that run at once; otherwise as many as cores",
      zh: "同时运行的程序数；未指定时为核心数",
    },
  },
  timeout: {
    type: "string",
    value: "SECONDS",
    summary: {
      en: "how long make may take; 3600 when not given",
      zh: "make 的时间限制（秒）；未指定时为 3600",
    },
  },
  ...jsonOption,
  ...verboseOption,
  ...kernelOptions,
} as const satisfies Options;

export default defineCommand({
  id: "build",
  summary: {
    en: "build a module for a kernel, and check what comes of it",
    zh: "为内核编译模块，并检查编译结果",
  },
  operands: "[DIR | NAME/VERSION] [VARIABLE=VALUE]… [--kernel T]…",
  about: [
    {
      en: "DIR holds the source: a Kbuild or Makefile with obj-m, or a dkms.conf; NAME/VERSION is a module of DKMS that is installed here. Headers are looked at first, as kofit preflight does; where they are out of step with the kernel, an overlay is built with in which they are not. The compiler is that of the kernel, also for another architecture.",
      zh: "DIR 中是源代码：含 obj-m 的 Kbuild 或 Makefile，或 dkms.conf；NAME/VERSION 是本机已安装的 DKMS 模块。首先像 kofit preflight 那样检查头文件；若与内核不一致，则在修正后的叠加目录中编译。编译器与内核所用的一致，也适用于其他架构。",
    },
    {
      en: "It is built in a copy: nothing but the finished modules gets into the source, and objects of two kernels never meet. make runs the module's Makefile; shell code of a dkms.conf is run with --yes only. VARIABLE=VALUE goes to make.",
      zh: "编译在副本中进行：除完成的模块外，不会向源代码目录写入任何内容，两个内核的目标文件也绝不会混在一起。make 会运行模块的 Makefile；dkms.conf 中的 shell 代码仅在给出 --yes 时运行。VARIABLE=VALUE 会传给 make。",
    },
    {
      en: "Exit code: 0 built, and every module loads; 1 not built, or a module is refused or unsafe; 3 built, and whether it loads is not known.",
      zh: "退出码：0 编译成功且所有模块均可加载；1 未能编译，或有模块会被拒绝或不安全；3 编译成功，但无法判断能否加载。",
    },
  ],
  options,
  run: command,
});

type CommandGiven = Given<typeof options>;

async function command({ operands, options: given, language, terminal }: CommandGiven): Promise<ExitCode> {
  const { directory, variables } = operandsOf(operands);
  const source = findSource(directory);
  const output = outputOf(given.output, source);
  if (!(await isWritable(output))) throw notWritable(output);
  const { signingKeyOf } = await import("../build/signing.ts");
  const { toldBy } = await import("../check/state-options.ts");
  const { withPlaces } = await import("../preflight/given-headers.ts");
  const settings = {
    source,
    output,
    inPlace: given.output === undefined && !source.installed,
    variables,
    asIs: given["as-is"] === true,
    shellAllowed: given.yes === true,
    signingKey: signingKeyOf({ key: given["sign-key"], certificate: given["sign-cert"] }),
    jobs: numberOf("--jobs", given.jobs, availableParallelism(), MOST_JOBS),
    timeLimit: numberOf("--timeout", given.timeout, HOUR, DAY) * 1000,
    told: await toldBy({
      ...(given.trust && { trust: given.trust }),
      ...(given.cmdline !== undefined && { cmdline: given.cmdline }),
    }),
    compiling: compilingOn(terminal, language),
  };
  const progress = (text: Text): void => terminal.progress(text[language]);
  const report = await interruptible((signal) =>
    withPlaces(
      {
        kernel: given.kernel ?? [],
        headers: given.headers ?? [],
        mirror: given.mirror,
        offline: given.offline === true,
        signal,
        download: downloadProgress(terminal),
        progress,
      },
      async (places) => {
        progress({ en: "reading the kernel", zh: "正在读取内核信息" });
        const kernel = await kernelOf(places, given["no-cache"] !== true);
        const whole = { ...settings, ...kernel, signal, progress };
        const { build } = await import("../build/build.ts");
        if (given.dkms === true) return build(whole, (await import("../build/by-dkms.ts")).byDkms);
        return build(whole, (await import("../build/by-make.ts")).byMake);
      },
    ),
  );
  terminal.progress("");
  await print(report, { operands, options: given, language, terminal });
  return codeOf(report);
}

async function print(
  report: BuildReport,
  { options: given, language, terminal }: CommandGiven,
): Promise<void> {
  const { width, colour } = terminal;
  if (given.json) {
    const { buildJson } = await import("../build/build-json.ts");
    terminal.out(buildJson(report));
  } else {
    const { buildText } = await import("../build/build-text.ts");
    terminal.out(buildText(report, language, { width, colour, verbose: given.verbose === true }));
  }
}

type OfKernel = Pick<BuildGiven, "kernel" | "inputs" | "running" | "headers">;

/** The kernel; where only headers of another release were given, what these tell of theirs. */
async function kernelOf(places: Places, useCache: boolean): Promise<OfKernel> {
  const headers = await openHeaders(places.headers, places.unpacked);
  // What was unpacked is gone afterwards: it is no key to anything.
  const cache = useCache && !places.unpacked;
  const none = places.kernel.length === 0;
  if (none && headers.release !== undefined && headers.release !== runningRelease()) {
    const { facts, inputs } = await openKernel([places.headers], { cache });
    return { kernel: facts, inputs, running: false, headers };
  }
  const { facts, inputs } = await openKernel(places.kernel, {
    cache,
    withImageBeside: true,
    headers: places.headers,
  });
  return { kernel: facts, inputs, running: none, headers };
}

const isVariable = (operand: string): boolean => /^\w+[+:?]?=/.test(operand);

function operandsOf(operands: readonly string[]): { directory: string; variables: readonly string[] } {
  const [directory = ".", more] = operands.filter((operand) => !isVariable(operand));
  if (more !== undefined) {
    throw new UsageError({
      en: `build takes one source, not ${directory} and ${more}`,
      zh: `build 只接受一个源代码目录，而不是 ${directory} 和 ${more}`,
    });
  }
  return { directory, variables: operands.filter(isVariable) };
}

/** What belongs to the system is not written into unasked. */
function outputOf(output: string | undefined, { directory, installed }: FoundSource): string {
  return resolve(output ?? (installed ? "." : directory));
}

const notWritable = (output: string): InputError =>
  new InputError({
    en: `${output} cannot be written to, so the modules would have no place; name another directory with -o`,
    zh: `无法写入 ${output}，编译出的模块无处存放；请用 -o 指定其他目录`,
  });

const HOUR = 3600;
const DAY = 24 * HOUR;
const MOST_JOBS = 1024;

function numberOf(option: string, value: string | undefined, otherwise: number, most: number): number {
  if (value === undefined) return otherwise;
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new UsageError({
    en: `${option} takes a number from 1 to ${most}, not ${value}`,
    zh: `${option} 的值应为 1 到 ${most} 的整数，而不是 ${value}`,
  });
}

function compilingOn(
  terminal: Pick<CommandGiven["terminal"], "progress">,
  language: Language,
): (progress: BuildProgress) => void {
  return ({ compiled, current = "" }) =>
    terminal.progress(
      language === "en" ? `compiled: ${compiled}  ${current}` : `已编译 ${compiled} 个文件  ${current}`,
    );
}

function codeOf({ result }: BuildReport): ExitCode {
  return result.outcome === "built" ? codeOfVerdicts(result.built.checked.modules) : exitCode.refused;
}
