import { defineCommand, type ExitCode, type Given } from "../frame/define-command.ts";
import { kernelOptions } from "../frame/kernel.ts";
import type { Options } from "../frame/parse.ts";
import { jsonOption } from "../frame/report-options.ts";
import { requireNoOperands } from "../frame/require-no-operands.ts";
import { UsageError } from "../frame/usage-error.ts";

const options = {
  headers: {
    type: "string",
    value: "DIR",
    summary: {
      en: "the headers; otherwise /lib/modules/RELEASE/build of the kernel",
      zh: "头文件目录；未指定时为内核的 /lib/modules/RELEASE/build",
    },
  },
  kernel: {
    type: "string",
    multiple: true,
    value: "T",
    summary: {
      en: "the kernel: as `kofit check` takes it; otherwise the running one",
      zh: "内核：与 `kofit check` 相同；未指定时为正在运行的内核",
    },
  },
  "in-place": {
    type: "boolean",
    summary: {
      en: "change the headers themselves, and keep a backup",
      zh: "直接修改头文件本身，并保留备份",
    },
  },
  undo: {
    type: "boolean",
    summary: {
      en: "take back what the last repair in place has changed",
      zh: "撤销上一次就地修复所做的改动",
    },
  },
  yes: { type: "boolean", summary: { en: "do not ask", zh: "不询问，直接执行" } },
  ...jsonOption,
  ...kernelOptions,
} as const satisfies Options;

export type RepairOptions = Given<typeof options>["options"];

export default defineCommand({
  id: "repair",
  summary: {
    en: "bring headers back in step with their kernel, without running Kconfig",
    zh: "让头文件重新与其内核一致，而不运行 Kconfig",
  },
  operands: "[--headers DIR] [--kernel T]… [--in-place | --undo] [--yes]",
  about: [
    {
      en: "Where the configuration of headers is not the kernel's, modules that are built there do not load. The kernel's configuration is the truth (of its image, /proc/config.gz, /boot/config-RELEASE): kofit writes it into the headers as Kconfig would have, corrects Module.symvers where the image exports something else, and compiles programs of another architecture anew where the headers have their source. Kconfig is not run: it would ask the tools of this machine again, and that is how such headers came about.",
      zh: "当头文件的配置与内核不一致时，在其中编译的模块无法加载。以内核的配置为准（来自内核映像、/proc/config.gz 或 /boot/config-RELEASE）：kofit 按 Kconfig 的写法把它写入头文件；若内核映像导出的符号与 Module.symvers 不符，则更正后者；若头文件带有源代码，则重新编译属于其他体系结构的程序。不会运行 Kconfig：它会重新检测本机的工具，而头文件正是因此出错的。",
    },
    {
      en: "The plan is shown first, and kofit asks; --yes is for scripts. Usually the headers are left as they are: what is repaired goes into a directory in your cache, in which modules are built (make -C DIRECTORY M=$PWD modules). With --in-place the headers are changed; whenever that is interrupted, they read as they were or as they shall be, and --undo takes it back.",
      zh: "会先显示计划并询问；--yes 供脚本使用。通常不改动头文件：修复后的内容放在缓存中的一个目录里，用它来编译模块（make -C 目录 M=$PWD modules）。使用 --in-place 时会修改头文件本身；无论何时中断，读到的要么是原来的内容，要么是修复后的内容，并可用 --undo 撤销。",
    },
    {
      en: "Exit code: 0 the headers fit, or do now; 1 they do not (nothing was confirmed, or something is left that cannot be repaired); 2 kofit could not run; 3 the kernel's configuration is not known.",
      zh: "退出码：0 头文件一致，或现已一致；1 不一致（未确认执行，或仍有无法修复之处）；2 kofit 无法运行；3 内核的配置未知。",
    },
  ],
  options,
  run: command,
});

async function command({ operands, options: given, ...context }: Given<typeof options>): Promise<ExitCode> {
  requireNoOperands(operands, "repair", "--headers");
  if (given.undo && given["in-place"]) {
    throw new UsageError({
      en: "--undo and --in-place exclude each other",
      zh: "--undo 与 --in-place 不能同时使用",
    });
  }
  const { runRepair } = await import("../repair/run-repair.ts");
  return runRepair(given, context);
}
