import type { Text } from "@kofit/core";

/** What the text of `kofit explain` says around the explanations. */
export const words = {
  heading: {
    failed: { en: "this is what failed", zh: "失败原因如下" },
    harmless: { en: "nothing failed", zh: "没有任何失败" },
    unknown: { en: "nothing that kofit knows", zh: "没有 kofit 能识别的内容" },
  },
  pasted: { en: "this log", zh: "此日志" },
  release: {
    en: (release: string): string => `kernel ${release}`,
    zh: (release: string): string => `内核 ${release}`,
  },
  dkms: {
    en: (name: string): string => `${name} of DKMS`,
    zh: (name: string): string => `DKMS 模块 ${name}`,
  },
  labels: {
    what: { en: "what", zh: "问题" },
    why: { en: "why", zh: "原因" },
    fix: { en: "fix", zh: "解决" },
    next: { en: "next", zh: "下一步" },
    check: { en: "check", zh: "检查" },
  },
  moreLines: {
    en: (count: number): string => `and ${count} more like these`,
    zh: (count: number): string => `另有 ${count} 行类似内容`,
  },
  also: { en: "Also in this log:", zh: "日志中还有：" },
  moreCauses: {
    en: (count: number): string => `and ${count} more; --json lists all`,
    zh: (count: number): string => `还有 ${count} 项；--json 会全部列出`,
  },
  noise: { en: "Not the reason, pass over:", zh: "与失败无关，可以忽略：" },
  times: {
    en: (count: number): string => `, ${count} times`,
    zh: (count: number): string => `，共 ${count} 次`,
  },
  harmless: {
    en: "These lines stand in the logs of modules that load. If something does fail, give the lines of that failure: `sudo dmesg | tail -n 50 | kofit explain`, or the whole `make.log`.",
    zh: "能正常加载的模块也会留下这些行。如果确实有问题，请给出失败时的日志：`sudo dmesg | tail -n 50 | kofit explain`，或整个 `make.log`。",
  },
  unknown: {
    en: "kofit knows lines of the kernel, insmod, modprobe, depmod, DKMS, make and compilers about modules. For a module that does not load: `sudo dmesg | tail -n 50 | kofit explain` right after the attempt, or `kofit check MODULE.ko`. For one that does not build: `make 2>&1 | kofit explain`, or the whole `/var/lib/dkms/NAME/VERSION/build/make.log`, with its first error.",
    zh: "kofit 能识别内核、insmod、modprobe、depmod、DKMS、make 和编译器关于模块的输出。模块无法加载时：在尝试之后立即运行 `sudo dmesg | tail -n 50 | kofit explain`，或 `kofit check MODULE.ko`。模块无法编译时：`make 2>&1 | kofit explain`，或给出包含第一个错误的整个 `/var/lib/dkms/名称/版本/build/make.log`。",
  },
  lines: {
    en: (count: number): string => (count === 1 ? "1 line" : `${count} lines`),
    zh: (count: number): string => `${count} 行`,
  },
  paste: {
    en: "Paste the log here, then press Enter and Ctrl-D. (`kofit explain FILE` reads a file.)\n",
    zh: "请在此粘贴日志，然后按回车和 Ctrl-D。（`kofit explain 文件` 可读取文件。）\n",
  },
} as const satisfies Readonly<Record<string, Text | Words>>;

/** Texts by what they are for, and texts with something filled in. */
type Words =
  | Readonly<Record<string, Text>>
  | Readonly<Record<"en" | "zh", (value: string) => string>>
  | Readonly<Record<"en" | "zh", (value: number) => string>>;
