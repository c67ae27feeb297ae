import { openKernel } from "@kofit/core/node";
import { defineCommand, type ExitCode, exitCode, type Given } from "../frame/define-command.ts";
import { interruptible } from "../frame/interruptible.ts";
import { downloadProgress, kernelOptions } from "../frame/kernel.ts";
import type { Options } from "../frame/parse.ts";
import { jsonOption, verboseOption } from "../frame/report-options.ts";
import { requireNoOperands } from "../frame/require-no-operands.ts";
import type { Preflight } from "../preflight/preflight.ts";

const options = {
  kernel: {
    type: "string",
    multiple: true,
    value: "T",
    summary: {
      en: "the kernel: as `kofit check` takes it; otherwise the running one",
      zh: "内核：与 `kofit check` 相同；未指定时为正在运行的内核",
    },
  },
  headers: {
    type: "string",
    multiple: true,
    value: "H",
    summary: {
      en: "the headers: a directory, or packages; otherwise /lib/modules/RELEASE/build",
      zh: "头文件：一个目录，或若干软件包；未指定时为 /lib/modules/RELEASE/build",
    },
  },
  ...jsonOption,
  ...verboseOption,
  ...kernelOptions,
} as const satisfies Options;

export default defineCommand({
  id: "preflight",
  summary: {
    en: "would a module that is built with these headers load? If not: exactly why",
    zh: "用这些头文件编译的模块能加载吗？如果不能：确切原因",
  },
  operands: "[--kernel T]… [--headers H]…",
  about: [
    {
      en: "Before you build: are the headers complete by their own rules, are their programs of this machine, is their configuration the kernel's, is Module.symvers true to the image, are compiler and tools there? At last a module that does nothing is built with them and checked against the kernel. Nothing is loaded, and the headers are not changed.",
      zh: "编译之前检查：头文件按其自身规则是否完整，其中的程序是否适用于本机，其配置是否与内核一致，Module.symvers 是否与映像相符，编译器和工具是否齐全？最后用它们编译一个什么也不做的模块，并按内核检查。不会加载任何模块，也不会改动头文件。",
    },
    {
      en: "Building runs the programs of the headers, as make does: give headers that you would build with.",
      zh: "编译会运行头文件中的程序（与 make 相同）：请只给出您愿意用来编译的头文件。",
    },
    {
      en: "Makers of packages: kofit preflight --kernel linux-image.deb --headers linux-headers.deb, with a --headers for each package that it depends on. With --kernel apt:… alone, all of it is fetched.",
      zh: "软件包制作者：kofit preflight --kernel linux-image.deb --headers linux-headers.deb，所依赖的每个软件包各用一个 --headers 给出。只给出 --kernel apt:… 时，会全部下载。",
    },
  ],
  options,
  run: command,
});

const codes: Readonly<Record<Preflight["outcome"], ExitCode>> = {
  ok: exitCode.ok,
  "not-ok": exitCode.refused,
  unknown: exitCode.unknown,
};

async function command({
  operands,
  options: given,
  language,
  terminal,
}: Given<typeof options>): Promise<ExitCode> {
  requireNoOperands(operands, "preflight", "--headers");
  const { withPlaces } = await import("../preflight/given-headers.ts");
  const { openHeaders } = await import("@kofit/build");
  const { preflight } = await import("../preflight/preflight.ts");
  const { kernel = [], headers = [], mirror, offline = false } = given;
  const found = await interruptible((signal) =>
    withPlaces(
      {
        kernel,
        headers,
        mirror,
        offline,
        signal,
        download: downloadProgress(terminal),
        progress: (text) => terminal.progress(text[language]),
      },
      async (places) => {
        terminal.progress({ en: "reading the kernel", zh: "正在读取内核信息" }[language]);
        const { facts, inputs } = await openKernel(places.kernel, {
          cache: given["no-cache"] !== true,
          withImageBeside: true,
          // What was unpacked is gone afterwards: it is no key to anything.
          ...(places.unpacked && { cache: false }),
          headers: places.headers,
        });
        return preflight({
          kernel: facts,
          inputs,
          running: places.kernel.length === 0,
          headers: await openHeaders(places.headers, places.unpacked),
          signal,
          progress: (text) => terminal.progress(text[language]),
        });
      },
    ),
  );
  terminal.progress("");
  const { width, colour } = terminal;
  if (given.json) {
    const { preflightJson } = await import("../preflight/preflight-json.ts");
    terminal.out(preflightJson(found));
  } else {
    const { preflightText } = await import("../preflight/preflight-text.ts");
    terminal.out(preflightText(found, language, { width, colour, verbose: given.verbose === true }));
  }
  return codes[found.outcome];
}
