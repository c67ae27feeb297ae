import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst } from "./shared/words.ts";

export default defineSymptom({
  id: "parameters",
  title: { en: "A parameter has a value that the module does not take", zh: "参数的值不被模块接受" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "invalid",
      needle: ["' invalid for parameter `", "' too large for parameter `"],
      // parse_args() in kernel/params.c
      pattern:
        /(?<=(?<module>[^\s:]{1,64})): `(?<found>.*?)(?:' invalid for parameter `|' too large for parameter `)(?<option>[^']*)'/,
      checks: ["parameter-invalid"],
      example: "vloop: `seven' invalid for parameter `devices'",
    },
    {
      id: "too-long",
      needle: ": string doesn't fit in ",
      pattern: /(?<option>[^\s:]{1,64}): string doesn't fit in \d+ chars/,
      strength: "sign",
      checks: ["parameter-invalid"],
      example: "label: string doesn't fit in 7 chars.",
    },
    {
      id: "too-many",
      needle: ": can only take ",
      pattern: /(?<option>[^\s:]{1,64}): can only take \d+ arguments/,
      strength: "sign",
      checks: ["parameter-invalid"],
      example: "list: can only take 3 arguments",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `${moduleFirst(seen, "en")} was given \`${seen.first.found ?? "a value"}\` for its parameter \`${seen.first.option ?? "…"}\`, which does not take that.`,
      why: "The value has another type, is out of range, or too long. It comes from the command that loads the module, from `/etc/modprobe.d`, or from the kernel's command line.",
      fix: "`modinfo -p MODULE` lists parameters and types; `grep -r NAME /etc/modprobe.d /usr/lib/modprobe.d /proc/cmdline` finds who sets it.",
    }),
    zh: (seen) => ({
      what: `${moduleFirst(seen, "zh")} 的参数 \`${seen.first.option ?? "…"}\` 被设为 \`${seen.first.found ?? "某个值"}\`，但它不接受这个值。`,
      why: "值的类型不对、超出范围或太长。它来自加载命令、`/etc/modprobe.d` 或内核命令行。",
      fix: "`modinfo -p 模块` 列出参数及类型；`grep -r 名称 /etc/modprobe.d /usr/lib/modprobe.d /proc/cmdline` 可以找到设置它的地方。",
    }),
  },
});
