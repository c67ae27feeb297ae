import {
  type Checked,
  type CheckedModule,
  type CheckId,
  checks,
  InputError,
  type Report,
  reports,
  targetOf,
  type Text,
  toldByRelease,
} from "@kofit/core";
import { AptError, type Kernel, moduleFiles, type OpenOptions, readRunning } from "@kofit/core/node";
import { type Apart, apartOf } from "../check/apart.ts";
import { codeOfVerdicts } from "../check/code-of-verdicts.ts";
import { judge, type Observer } from "../check/judge.ts";
import type { Bench } from "../check/judge-file.ts";
import { stateOptions, toldBy } from "../check/state-options.ts";
import { type Context, defineCommand, type ExitCode, exitCode, type Given } from "../frame/define-command.ts";
import { kernelOf, kernelOptions } from "../frame/kernel.ts";
import { nearest } from "../frame/nearest.ts";
import type { Options } from "../frame/parse.ts";
import { UsageError } from "../frame/usage-error.ts";

const options = {
  kernel: {
    type: "string",
    multiple: true,
    value: "T",
    summary: {
      en: "the kernel: a directory, file or apt: package; several make one; otherwise the running one",
      zh: "内核：目录、文件或 apt: 软件包；多个合为一个；未指定时为正在运行的内核",
    },
  },
  each: {
    type: "boolean",
    summary: {
      en: "each --kernel is a kernel of its own: an answer for every one",
      zh: "每个 --kernel 都是独立的内核：逐个给出结果",
    },
  },
  format: {
    type: "string",
    value: Object.keys(reports).toReversed().join("|"),
    summary: { en: "how to print the answer", zh: "结果的输出格式" },
  },
  json: { type: "boolean", summary: { en: "the same as --format json", zh: "等同于 --format json" } },
  only: {
    type: "string",
    multiple: true,
    value: "CHECK",
    summary: { en: "make this check only", zh: "只进行这一项检查" },
  },
  verbose: {
    type: "boolean",
    summary: {
      en: "list what loads too, and leave nothing out",
      zh: "同时列出可以加载的模块，不省略任何内容",
    },
  },
  "built-for": {
    type: "string",
    multiple: true,
    value: "T",
    summary: {
      en: "the kernel that the modules were built for: where a CRC differs, its types tell which one changed",
      zh: "编译模块所针对的内核：CRC 不同时，由其类型信息得知哪个类型改变了",
    },
  },
  source: {
    type: "string",
    value: "DIR",
    summary: {
      en: "the kernel's source: where headers lost an option, its Kconfig files tell why",
      zh: "内核源代码目录：头文件丢失选项时，由其中的 Kconfig 文件得知原因",
    },
  },
  ...stateOptions,
  ...kernelOptions,
} as const satisfies Options;

export default defineCommand({
  id: "check",
  summary: {
    en: "would this kernel load these modules? If not: why, and what repairs it",
    zh: "这个内核会加载这些模块吗？如果不会：原因和解决办法",
  },
  operands: "MODULE… [--kernel T]…",
  about: [
    {
      en: "MODULE is a file, or a directory: every .ko, .ko.gz, .ko.xz and .ko.zst below it. Nothing is loaded, and no root is needed.",
      zh: "MODULE 是一个文件，或一个目录（检查其中所有的 .ko、.ko.gz、.ko.xz 和 .ko.zst）。不会加载任何模块，也不需要 root 权限。",
    },
    {
      en: "T is a root file system (a mounted SD card), lib/modules/RELEASE, a headers or build directory, a .deb, a file (kernel image, config, Module.symvers, vmlinux, BTF, recorded facts) or apt:PACKAGE[:ARCH][=VERSION][/SUITE].",
      zh: "T 可以是根文件系统（例如挂载的 SD 卡）、lib/modules/RELEASE、头文件或构建目录、.deb、单个文件（内核映像、config、Module.symvers、vmlinux、BTF、已记录的信息），或 apt:PACKAGE[:ARCH][=VERSION][/SUITE]。",
    },
    {
      en: "The state that a module is loaded in (--cmdline to --force-modversion) is that of the running system where no --kernel is given; elsewhere nothing special, until it is told.",
      zh: "加载模块时系统的状态（--cmdline 至 --force-modversion）：未指定 --kernel 时取自正在运行的系统；否则视为没有任何特别之处，除非用这些选项说明。",
    },
  ],
  options,
  run: check,
});

async function check({ operands, options: given, ...context }: Given<typeof options>): Promise<ExitCode> {
  const report = reportOf(given.json ? "json" : (given.format ?? "text"));
  const only = given.only && checksNamed(given.only);
  const trouble: Text[] = [];
  const say = (line: Text): void => {
    trouble.push(line);
    context.terminal.trouble(line[context.language]);
  };
  const told = await toldBy(given);
  const files = filesOf(operands, say);
  if (files.length === 0) return exitCode.failed;
  const targets = given.kernel ?? [];
  const running = targets.length === 0 ? readRunning() : undefined;
  const each = given.each && targets.length > 0 ? targets.map((target) => [target]) : [targets];
  const judged: CheckedModule[] = [];
  for (const kernel of each) {
    const open: Open = async (more) => kernelOf(kernel, given, context, more);
    const benchOf = ({ facts }: Kernel): Bench => ({ ...targetOf(facts, told, running), only });
    const isApt = kernel.some((target) => target.startsWith("apt:"));
    const observer = {
      done: progressOf(files.length, context),
      // Of every kernel the same.
      trouble: kernel === each[0] ? say : () => {},
    };
    const checked = await checkAgainst(
      { open, isApt },
      benchOf,
      files,
      observer,
      apartOf(kernel, { builtFor: given["built-for"] ?? [], source: given.source }, given, context),
    );
    if (kernel !== each[0]) context.terminal.out("\n");
    printChecked(report, checked, given.verbose === true, context);
    judged.push(...checked.modules);
  }
  return trouble.length > 0 ? exitCode.failed : codeOfVerdicts(judged);
}

function printChecked(
  report: Report,
  checked: Checked,
  verbose: boolean,
  { language, terminal }: Context,
): void {
  const { width, colour } = terminal;
  terminal.out(report.print(checked, { language, width, colour, verbose }));
}

/** Reads the kernel, and more of it where a refusal is worth that. */
type Open = (more: Pick<OpenOptions, "withImageBeside" | "withSharedHeaders">) => Promise<Kernel>;

async function checkAgainst(
  { open, isApt }: { readonly open: Open; readonly isApt: boolean },
  benchOf: (kernel: Kernel) => Bench,
  files: readonly string[],
  observer: Observer,
  apart: Apart,
): Promise<Checked> {
  const kernel = open({});
  const modules = await judge(files, kernel.then(benchOf), observer, apart);
  const withImageBeside = (await kernel).imageBeside === true && !allLoad(modules);
  const withSharedHeaders = isApt && modules.some(({ verdict }) => asksForHeaders(verdict));
  if (!withImageBeside && !withSharedHeaders) return checkedOn(await kernel, modules);
  const surer = await open({ withImageBeside, withSharedHeaders }).catch((error: unknown) => {
    // Without the network the answer stands, and says which table it is from.
    if (error instanceof AptError && !withImageBeside) return undefined;
    throw error;
  });
  if (!surer) return checkedOn(await kernel, modules);
  const again = await judge(
    files,
    Promise.resolve(benchOf(surer)),
    { ...observer, trouble: () => {} },
    apart,
  );
  return checkedOn(surer, again);
}

/** Whether a cause would read in the kernel's headers which option guards what. */
const asksForHeaders = ({ findings }: CheckedModule["verdict"]): boolean =>
  findings.some(({ causes = [] }) => causes.some(({ id }) => id === "option-guards-members"));

const allLoad = (modules: readonly CheckedModule[]): boolean =>
  modules.every(({ verdict }) => verdict.outcome === "loads");

function checkedOn({ facts, inputs, imageBeside }: Kernel, modules: readonly CheckedModule[]): Checked {
  const { features } = facts;
  return {
    kernel: {
      release: facts.release.known ? facts.release.value : null,
      architecture: facts.architecture.known ? facts.architecture.value.name : null,
      inputs,
    },
    modules,
    ...(!imageBeside && features.known && toldByRelease(features.origin) && { loaderByRelease: true }),
  };
}

function reportOf(format: string): Report {
  const all: Readonly<Record<string, Report>> = reports;
  const report = Object.hasOwn(all, format) ? all[format] : undefined;
  if (report) return report;
  const names = Object.keys(all).join(", ");
  throw new UsageError({
    en: `there is no format ${format}; there are ${names}`,
    zh: `没有 ${format} 这种格式；可用的有 ${names}`,
  });
}

const isCheck = (id: string): id is CheckId => Object.hasOwn(checks, id);

function checksNamed(ids: readonly string[]): ReadonlySet<CheckId> {
  const named = new Set<CheckId>();
  for (const id of ids) {
    if (!isCheck(id)) throw unknownCheck(id);
    named.add(id);
  }
  return named;
}

function unknownCheck(id: string): UsageError {
  const near = nearest(id, Object.keys(checks));
  return new UsageError({
    en: `there is no check ${id}${near ? `; did you mean ${near}?` : ""}`,
    zh: `没有 ${id} 这项检查${near ? `，您是否想用 ${near}？` : ""}`,
  });
}

/** Every file that the operands mean; one that means nothing does not keep the others from being checked. */
function filesOf(operands: readonly string[], say: (line: Text) => void): readonly string[] {
  if (operands.length === 0) {
    throw new UsageError({
      en: "check needs a module: kofit check hello.ko",
      zh: "check 需要指定模块：kofit check hello.ko",
    });
  }
  return operands.flatMap((operand) => {
    try {
      return [...moduleFiles([operand])];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      say(error.text);
      return [];
    }
  });
}

/** So many modules are done in a blink: nothing to show. */
const FEW = 50;

function progressOf(total: number, { terminal }: Context): (done: number) => void {
  return (done) => {
    if (total > FEW) terminal.progress(`${done} / ${total}`);
  };
}
