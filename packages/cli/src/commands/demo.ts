import { tellStory } from "../demo/story.ts";
import { defineCommand, type ExitCode, exitCode, type Given } from "../frame/define-command.ts";
import { interruptible } from "../frame/interruptible.ts";
import { downloadProgress } from "../frame/kernel.ts";
import type { Options } from "../frame/parse.ts";
import { UsageError } from "../frame/usage-error.ts";
import type { Step } from "../demo/fresh/fresh.ts";
import type { Plot } from "../demo/story.ts";
import type { Text } from "@kofit/core";

const options = {
  fresh: {
    type: "boolean",
    summary: {
      en: "fetch today's kernel and its headers, and build both modules anew",
      zh: "下载当前最新的内核及其头文件，重新编译两个模块",
    },
  },
  kernel: {
    type: "string",
    value: "apt:T",
    summary: { en: "with --fresh: this kernel", zh: "与 --fresh 一起使用：指定内核" },
  },
  mirror: {
    type: "string",
    value: "URL",
    summary: {
      en: "with --fresh: Debian mirror; otherwise the one of this system",
      zh: "与 --fresh 一起使用：Debian 镜像；未指定时使用本系统的镜像",
    },
  },
} as const satisfies Options;

export default defineCommand({
  id: "demo",
  summary: {
    en: "a module that was built without an error, and is refused: see why",
    zh: "演示：编译时没有错误却被内核拒绝的模块，以及原因",
  },
  operands: "[--fresh]",
  about: [
    {
      en: "Checks two modules that were built from one source for one kernel, and tells how the second came to be refused. Works offline.",
      zh: "检查由同一份源代码为同一个内核编译的两个模块，并说明第二个为什么被拒绝。无需联网。",
    },
    {
      en: "--fresh does it all anew with today's kernel: about 45 MB are fetched, a compiler for its architecture is needed (kofit names the package), and what is unpacked is removed again.",
      zh: "--fresh 用当前最新的内核重新做一遍：下载约 45 MB，需要该架构的编译器（kofit 会说明软件包名），解包的文件随后会被删除。",
    },
  ],
  options,
  run: demo,
});

async function demo({
  operands,
  options: given,
  language,
  terminal,
}: Given<typeof options>): Promise<ExitCode> {
  if (operands.length > 0) {
    throw new UsageError({ en: "demo takes no operands", zh: "demo 不接受参数" });
  }
  const plot = given.fresh ? await fresh(given, { language, terminal }) : await recorded(given);
  const { width, colour } = terminal;
  terminal.out(tellStory(plot, { language, width, colour, verbose: false }));
  return plot.asShipped.verdict.outcome === "loads" ? exitCode.ok : exitCode.refused;
}

type Values = Pick<Given<typeof options>["options"], "kernel" | "mirror">;

async function recorded({ kernel, mirror }: Values): Promise<Plot> {
  if (kernel !== undefined || mirror !== undefined) {
    throw new UsageError({
      en: "--kernel and --mirror go with --fresh",
      zh: "--kernel 和 --mirror 需与 --fresh 一起使用",
    });
  }
  const { recordedPlot } = await import("../demo/recorded.ts");
  return recordedPlot();
}

const steps: Readonly<Record<Step, Text>> = {
  unpack: { en: "unpacking the headers", zh: "正在解包头文件" },
  "build-as-shipped": {
    en: "building the module against the headers as shipped",
    zh: "正在用原样发布的头文件编译模块",
  },
  "build-without-pahole": {
    en: "building it against the headers as configured without pahole",
    zh: "正在用缺少 pahole 时配置的头文件编译模块",
  },
  "read-kernel": { en: "reading the kernel", zh: "正在读取内核信息" },
};

async function fresh(
  { kernel, mirror }: Values,
  { language, terminal }: Pick<Given<typeof options>, "language" | "terminal">,
): Promise<Plot> {
  if (kernel !== undefined && !kernel.startsWith("apt:")) {
    throw new UsageError({
      en: `--fresh builds for a kernel of a Debian mirror: --kernel apt:PACKAGE[:ARCH][/SUITE], not ${kernel}`,
      zh: `--fresh 只为 Debian 镜像中的内核编译：--kernel apt:软件包[:架构][/套件]，而不是 ${kernel}`,
    });
  }
  const { freshPlot } = await import("../demo/fresh/fresh.ts");
  return interruptible((signal) =>
    freshPlot({
      target: kernel,
      mirror,
      signal,
      download: downloadProgress(terminal),
      step: (step) => terminal.progress(steps[step][language]),
    }),
  );
}
