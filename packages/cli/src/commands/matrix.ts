import type { Text } from "@kofit/core";
import { defineCommand, type ExitCode, type Given } from "../frame/define-command.ts";
import { kernelOptions } from "../frame/kernel.ts";
import { nearest } from "../frame/nearest.ts";
import type { Options } from "../frame/parse.ts";
import { jsonOption } from "../frame/report-options.ts";
import { UsageError } from "../frame/usage-error.ts";

const options = {
  kernel: {
    type: "string",
    multiple: true,
    value: "T",
    summary: {
      en: "the kernel: an image, a root file system, a .deb or apt: package; the first with an image is booted",
      zh: "内核：映像、根文件系统、.deb 或 apt: 软件包；启动其中第一个含映像的",
    },
  },
  each: {
    type: "boolean",
    summary: {
      en: "each --kernel is a kernel of its own: all are booted, as many at a time as there are cores",
      zh: "每个 --kernel 都是独立的内核：全部启动，同时运行的数量不超过处理器核数",
    },
  },
  cmdline: {
    type: "string",
    value: "WORDS",
    summary: {
      en: "added to the kernel's command line: 'module.sig_enforce=1 lockdown=integrity'",
      zh: "附加到内核命令行：'module.sig_enforce=1 lockdown=integrity'",
    },
  },
  alone: {
    type: "boolean",
    summary: {
      en: "every module in a kernel that has loaded nothing before: slower; messages that are printed once are seen",
      zh: "每个模块都由未加载过任何模块的内核加载：较慢；能看到只输出一次的消息",
    },
  },
  timeout: {
    type: "string",
    value: "SECONDS",
    summary: {
      en: "for a module to load, and again to be removed; 30 without it",
      zh: "加载及移除一个模块各自的时限（秒）；未指定时为 30",
    },
  },
  ...jsonOption,
  verbose: {
    type: "boolean",
    summary: {
      en: "list what loads too, with everything that the kernel logged",
      zh: "同时列出已加载的模块，以及内核记录的全部日志",
    },
  },
  ...kernelOptions,
} as const satisfies Options;

/** What `matrix` is run with. */
export type MatrixGiven = Given<typeof options>;

type Subcommand = (given: MatrixGiven) => Promise<ExitCode>;

/** Loaded when wanted: neither emulator nor guests are the business of other commands. */
const subcommands: Readonly<Record<string, () => Promise<Subcommand>>> = {
  boot: async () => (await import("../matrix/boot.ts")).boot,
  agree: async () => (await import("../agree/agree.ts")).agree,
};

export default defineCommand({
  id: "matrix",
  summary: {
    en: "boot kernels in QEMU and have them load modules: what do they really say?",
    zh: "在 QEMU 中启动内核并加载模块：内核实际上怎么说？",
  },
  operands: "boot|agree --kernel T… MODULE…",
  about: [
    {
      en: "boot: boots the kernel in QEMU, has it load every MODULE (a file, or a directory: every .ko, .ko.gz, .ko.xz and .ko.zst below it) and remove it again, and prints what the kernel answered; a module that the loader took and whose own init function returned an error is told apart from a refused one. A module that kills the kernel costs nothing but itself. Neither root nor KVM is needed.",
      zh: "boot：在 QEMU 中启动内核，逐个加载并移除 MODULE（一个文件，或一个目录：其中所有的 .ko、.ko.gz、.ko.xz 和 .ko.zst），并输出内核的回答；加载器已接受、但其初始化函数返回错误的模块，与被拒绝的模块分开列出。使内核崩溃的模块不会影响其他模块。不需要 root 权限或 KVM。",
    },
    {
      en: "agree: the same with one directory of modules, and compares what the kernel did with what `kofit check` says: for each check how often it was confirmed, missed something, or gave a false alarm, and every difference. Its exit code is 1 when they differ.",
      zh: "agree：对一个模块目录做同样的事，并把内核的行为与 `kofit check` 的判断进行比较：列出每项检查被证实、漏报和误报的次数，以及每一处不一致。存在不一致时退出码为 1。",
    },
    {
      en: "Packed modules are unpacked first, and what a module depends on is loaded before it when it is among them, as modprobe does. A directory with a list, records.json, is loaded exactly as that says.",
      zh: "压缩的模块会先解压；模块依赖的其他模块如果也在其中，会先被加载，与 modprobe 相同。如果目录中有列表文件 records.json，则严格按其内容加载。",
    },
    {
      en: "Architectures: amd64, arm64, armhf, riscv64. It takes QEMU and a compiler for the kernel's architecture; kofit names the packages.",
      zh: "支持的架构：amd64、arm64、armhf、riscv64。需要 QEMU 和该架构的编译器；缺少时 kofit 会说明软件包名。",
    },
    {
      en: "Exit code: 0 all were loaded and removed, 1 one was not, 2 kofit could not run.",
      zh: "退出码：0 全部加载并移除，1 有模块未能加载或移除，2 kofit 无法运行。",
    },
  ],
  options,
  async run(given) {
    const [name, ...operands] = given.operands;
    const load = name !== undefined && Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
    if (!load) throw new UsageError(unknownSubcommand(name));
    const subcommand = await load();
    return subcommand({ ...given, operands });
  },
});

function unknownSubcommand(name: string | undefined): Text {
  const names = Object.keys(subcommands);
  if (name === undefined) {
    return {
      en: `matrix needs to be told what to do: ${names.map((each) => `kofit matrix ${each}`).join(", ")}`,
      zh: `请指定 matrix 的操作：${names.map((each) => `kofit matrix ${each}`).join("、")}`,
    };
  }
  const near = nearest(name, names) ?? names.join(", ");
  return {
    en: `matrix has no ${name}; did you mean kofit matrix ${near}?`,
    zh: `matrix 没有 ${name} 这个操作，您是否想用 kofit matrix ${near}？`,
  };
}
