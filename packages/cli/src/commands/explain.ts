import { explainJson } from "../explain/explain-json.ts";
import { explainText } from "../explain/explain-text.ts";
import { codes, outcomeOf } from "../explain/outcome.ts";
import { readLogFile, readLogStream } from "../explain/read-log.ts";
import { words } from "../explain/words.ts";
import { defineCommand } from "../frame/define-command.ts";
import type { Options } from "../frame/parse.ts";
import { jsonOption } from "../frame/report-options.ts";
import { UsageError } from "../frame/usage-error.ts";

const options = {
  ...jsonOption,
} as const satisfies Options;

export default defineCommand({
  id: "explain",
  summary: {
    en: "what failed, from a pasted log of dmesg, insmod, dkms or make",
    zh: "从粘贴的 dmesg、insmod、dkms 或 make 日志中找出失败原因",
  },
  operands: "[FILE|-]",
  about: [
    {
      en: "Reads the file, or what is piped in (`-`), or what is pasted: a kernel's log (dmesg, journalctl, a serial console), what insmod, modprobe or depmod said, DKMS's make.log, the output of a build, an issue with all of it. Lines that belong together make one cause; the best explanation comes first, with what to run next. Colours, Markdown, Windows line ends and other encodings do no harm.",
      zh: "读取文件、管道输入（`-`）或粘贴的内容：内核日志（dmesg、journalctl、串口），insmod、modprobe、depmod 的输出，DKMS 的 make.log，编译输出，或包含这些内容的 issue。属于同一问题的行归为一个原因；最可能的原因排在最前，并给出下一步该运行的命令。颜色代码、Markdown、Windows 换行符和其他编码都不影响识别。",
    },
    {
      en: "The exit code is 1 when the log shows a failure, 0 when its lines about modules are harmless, and 3 when there is no line that kofit knows.",
      zh: "日志中有失败时退出码为 1；关于模块的行均无害时为 0；没有 kofit 能识别的行时为 3。",
    },
    {
      en: "A log only says what the kernel and the tools wrote into it; `kofit check` looks at the module itself.",
      zh: "日志只包含内核和工具写下的内容；`kofit check` 会检查模块本身。",
    },
  ],
  options,
  async run({ operands, options: given, language, terminal }) {
    const [file = "-", ...more] = operands;
    if (more.length > 0) throw oneLog();
    if (file === "-" && process.stdin.isTTY) terminal.message(words.paste[language]);
    const log = file === "-" ? await readLogStream(process.stdin) : readLogFile(file);
    if (given.json) terminal.out(explainJson(log, language));
    else terminal.out(explainText(log, file === "-" ? undefined : file, language, terminal));
    return codes[outcomeOf(log)];
  },
});

function oneLog(): UsageError {
  return new UsageError({
    en: "explain takes one log: kofit explain FILE; several: cat FILE… | kofit explain",
    zh: "explain 只接受一个日志：kofit explain 文件；多个日志请用：cat 文件… | kofit explain",
  });
}
