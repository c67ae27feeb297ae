import { defineCommand, type ExitCode, exitCode, type Given } from "../frame/define-command.ts";
import type { Options } from "../frame/parse.ts";
import { jsonOption, verboseOption } from "../frame/report-options.ts";
import { requireNoOperands } from "../frame/require-no-operands.ts";
import { requireDirectory } from "../frame/require-directory.ts";

const options = {
  root: {
    type: "string",
    value: "DIR",
    summary: {
      en: "another root file system: a mounted SD card, an unpacked image",
      zh: "另一个根文件系统：挂载的 SD 卡、解开的映像",
    },
  },
  kernel: {
    type: "string",
    value: "RELEASE",
    summary: { en: "only this kernel, as `uname -r` names it", zh: "只看这个内核（`uname -r` 的形式）" },
  },
  ...jsonOption,
  ...verboseOption,
  "no-initramfs": {
    type: "boolean",
    summary: { en: "leave the initramfs images alone", zh: "不查看 initramfs 映像" },
  },
  "no-cache": {
    type: "boolean",
    summary: { en: "read everything anew, keep nothing", zh: "全部重新读取，不使用也不写入缓存" },
  },
} as const satisfies Options;

export default defineCommand({
  id: "dkms",
  summary: {
    en: "all DKMS modules on all installed kernels: built, installed, will they load?",
    zh: "所有 DKMS 模块在所有已安装内核上的状态：已编译、已安装、能否加载？",
  },
  operands: "[--root DIR] [--kernel RELEASE]",
  about: [
    {
      en: "Each module that dkms has built is judged against its kernel as `kofit check` does, after a reboot into that kernel. Also told: links that lead nowhere, modules that were not built, files that are not what was built, other copies that modprobe takes instead, old copies in the initramfs.",
      zh: "dkms 编译的每个模块都会像 `kofit check` 那样按其内核（重启进入该内核之后）判断。同时指出：失效的链接、未编译的模块、与编译结果不符的文件、modprobe 会改为加载的其他副本、initramfs 中的旧副本。",
    },
    {
      en: "Nothing is run and nothing is changed: a dkms.conf is shell code, which is read here and never executed.",
      zh: "不运行也不改动任何内容：dkms.conf 是 shell 代码，这里只读取，从不执行。",
    },
  ],
  options,
  run: command,
});

async function command({
  operands,
  options: given,
  language,
  terminal,
}: Given<typeof options>): Promise<ExitCode> {
  requireNoOperands(operands, "dkms", "--root");
  const { root = "/" } = given;
  requireDirectory(root);
  const { isBad, judgedDkms, outcomeOf } = await import("../dkms/judged.ts");
  const state = await judgedDkms(root, {
    release: given.kernel,
    cache: given["no-cache"] !== true,
    initramfs: given["no-initramfs"] !== true,
    progress: (text) => terminal.progress(text[language]),
  });
  if (given.json) {
    const { dkmsJson } = await import("../dkms/dkms-json.ts");
    terminal.out(dkmsJson(state, language));
  } else {
    const { dkmsText } = await import("../dkms/dkms-text.ts");
    const { width, colour } = terminal;
    terminal.out(dkmsText(state, language, { width, colour, verbose: given.verbose === true }));
  }
  for (const line of state.trouble) terminal.trouble(line[language]);
  if (state.trouble.length > 0) return exitCode.failed;
  if (state.rows.some(isBad) || state.dangling.length + state.danglingWeak.length > 0)
    return exitCode.refused;
  return state.rows.some((row) => outcomeOf(row) === "unknown") ? exitCode.unknown : exitCode.ok;
}
