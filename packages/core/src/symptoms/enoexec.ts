import { defineSymptom } from "./define-symptom.ts";
import { moduleIn } from "./shared/words.ts";

export default defineSymptom({
  id: "enoexec",
  title: { en: "The kernel refused the module's format (ENOEXEC)", zh: "内核拒绝了模块的格式（ENOEXEC）" },
  strength: "errno",
  during: "load",
  signatures: [
    {
      id: "invalid-format",
      needle: "nvalid module format",
      // kmod's and BusyBox's words for ENOEXEC of insmod
      pattern:
        /\b(?:insert(?:ing)?(?: module)?|insmod)\b.*?'?(?<module>[^\s:']+)'?: (?:-?\d+ )?[Ii]nvalid module format/,
      example: "insmod: ERROR: could not insert module ./ch34x.ko: Invalid module format",
    },
    {
      id: "exec-format",
      // the last two are the C library's in German and Chinese
      needle: [": Exec format error", ": Fehler im Format der Programmdatei", ": 可执行文件格式错误"],
      pattern:
        /\b(?:insert(?: module)?|inserting) '?(?<module>[^\s:']+)'?(?: \([^)]*\))?(?:: Exec format error|: Fehler im Format der Programmdatei|: 可执行文件格式错误)/,
      example: "modprobe: ERROR: could not insert 'enic': Exec format error",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `The kernel answered ENOEXEC to ${moduleIn(seen, "en")}. That is about what the module was built for, not about the format of the file.`,
      why: "A dozen defects have this errno: another `struct module`, another CRC of `module_layout`, another vermagic, a damaged file, a symbol that is exported twice. The kernel writes the one that it met into its log, which is not in what you gave.",
      fix: "Run `sudo dmesg | tail -n 20` right after the attempt and give that to `kofit explain`; or let `kofit check` look at the module's file, which needs no attempt.",
    }),
    zh: (seen) => ({
      what: `内核对 ${moduleIn(seen, "zh")} 返回 ENOEXEC。这说的是模块为哪个内核编译，而不是文件格式本身。`,
      why: "十几种缺陷都返回这个错误码：`struct module` 不同、`module_layout` 的 CRC 不同、vermagic 不同、文件损坏、符号重复导出等。内核会把遇到的那一个写进内核日志，而您给出的内容里没有这一行。",
      fix: "请在尝试之后立即运行 `sudo dmesg | tail -n 20`，并把输出交给 `kofit explain`；或者让 `kofit check` 直接检查模块文件，无需尝试加载。",
    }),
  },
});
