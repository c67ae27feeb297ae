import { mayBeElsewhere, type SymbolLink } from "@kofit/core";
import { defineCommand, type ExitCode, exitCode, type Given } from "../frame/define-command.ts";
import { kernelOf, kernelOptions } from "../frame/kernel.ts";
import type { Options } from "../frame/parse.ts";
import { jsonOption } from "../frame/report-options.ts";
import { UsageError } from "../frame/usage-error.ts";
import { answer, type Answer, isExplained, mainOf } from "../why/answer.ts";
import type { Explained } from "../why/explained.ts";
import { isDirectory } from "../why/kernel-source.ts";
import { printWhy } from "../why/print-why.ts";
import { whyJson } from "../why/why-json.ts";

const options = {
  headers: {
    type: "string",
    value: "DIR",
    summary: { en: "the build directory whose configuration is asked", zh: "要查询其配置的编译目录" },
  },
  source: {
    type: "string",
    value: "DIR",
    summary: {
      en: "the kernel's source, where the headers have no Kconfig files",
      zh: "内核源代码目录；头文件中没有 Kconfig 文件时需要",
    },
  },
  kernel: {
    type: "string",
    value: "T",
    multiple: true,
    summary: {
      en: "ask this kernel's configuration; with --headers both, and where they part",
      zh: "查询该内核的配置；与 --headers 一起使用时查询两者，并指出从何处开始不同",
    },
  },
  ...jsonOption,
  ...kernelOptions,
} as const satisfies Options;

export default defineCommand({
  id: "why",
  summary: {
    en: "why a CONFIG symbol has its value: down to the program that was asked",
    zh: "CONFIG 符号为什么是这个值：一直追溯到配置时所探测的程序",
  },
  operands: "CONFIG_X [--headers DIR] [--kernel T]",
  about: [
    {
      en: "Follows the rules of Kconfig from the symbol to what decides it: an answer in the configuration, another symbol, or a program that Kconfig runs, with the package that has it. Nothing is run; what the programs answered is read from the configuration.",
      zh: "按照 Kconfig 规则，从符号一直追溯到决定它的原因：配置中的回答、另一个符号，或 Kconfig 所运行的程序（并给出其所在的软件包）。不会运行任何程序；程序当时的结果是从配置中推断出来的。",
    },
    {
      en: "The rules are the Kconfig files of the kernel's source. Debian's headers packages do not have them, others' may: give the source of the same version with --source.",
      zh: "规则来自内核源代码中的 Kconfig 文件。Debian 的头文件包不包含这些文件（其他发行版可能包含）：请用 --source 提供同一版本的源代码。",
    },
  ],
  options,
  run: why,
});

async function why({ operands, options: given, ...context }: Given<typeof options>): Promise<ExitCode> {
  const { headers, source, kernel: targets = [] } = given;
  const symbol = symbolIn(operands);
  if (headers === undefined && targets.length === 0) {
    throw new UsageError({
      en: "why needs --headers DIR (/lib/modules/RELEASE/build, or a headers package's directory), --kernel T, or both",
      zh: "why 需要 --headers DIR（/lib/modules/RELEASE/build 或头文件包的目录）、--kernel T，或两者",
    });
  }
  const kernel = targets.length > 0 ? await kernelOf(targets, given, context) : undefined;
  const found = await answer({
    symbol,
    ...(headers !== undefined && { headers }),
    ...(source !== undefined && { source }),
    ...(kernel && {
      kernel: {
        name: kernel.inputs.join(" "),
        config: kernel.facts.config,
        directories: targets.filter((target) => isDirectory(target)),
      },
    }),
  });
  const { language, terminal } = context;
  terminal.out(given.json ? whyJson(found, language) : printWhy(found, language, terminal));
  return codeOf(found);
}

/** `CONFIG_X`. */
function symbolIn([symbol, ...more]: readonly string[]): string {
  if (symbol === undefined || more.length > 0) {
    throw new UsageError({
      en: "why takes one symbol: kofit why CONFIG_DEBUG_INFO_BTF --headers DIR",
      zh: "why 需要一个符号：kofit why CONFIG_DEBUG_INFO_BTF --headers DIR",
    });
  }
  if (!/^\w+$/.test(symbol)) {
    throw new UsageError({ en: `${symbol} is no CONFIG symbol`, zh: `${symbol} 不是 CONFIG 符号` });
  }
  return symbol.startsWith("CONFIG_") ? symbol : `CONFIG_${symbol}`;
}

/** Unknown where the rules are not there, the kernel's configuration is not known, or the chain ends at what nobody knows. */
function codeOf(found: Answer): ExitCode {
  const main = mainOf(found);
  if (!isExplained(main) || found.kernel?.unknown || main.computed === undefined) return exitCode.unknown;
  const last = main.chain.at(-1);
  if (last === undefined) return exitCode.unknown;
  const open = last.kind === "probe" ? last.answer === undefined : isOpen(last, main);
  return open ? exitCode.unknown : exitCode.ok;
}

/** Whether `last` explains nothing: a symbol of another architecture is defined nowhere, and in half a tree any may be. */
function isOpen({ reason }: SymbolLink, { chain, world }: Explained): boolean {
  if (reason.kind === "undefined") return chain.length === 1 || mayBeElsewhere(world.rules);
  return reason.kind === "elsewhere" || reason.kind === "unknown";
}
