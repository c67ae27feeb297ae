import { defineSymptom } from "./define-symptom.ts";
import { moduleIn } from "./shared/words.ts";

export default defineSymptom({
  id: "einval",
  title: { en: "The kernel answered EINVAL", zh: "内核返回 EINVAL" },
  strength: "errno",
  during: "load",
  signatures: [
    {
      id: "invalid-parameters",
      needle: ": Invalid parameters",
      // kmod's words for EINVAL of insmod
      pattern: /\binsmod\b.*?'?(?<module>[^\s:']+)'?: Invalid parameters/,
      example: "insmod: ERROR: could not insert module ./vloop.ko: Invalid parameters",
    },
    {
      id: "invalid-argument",
      needle: ": Invalid argument",
      pattern: /\binsert(?:ing)?(?: module)? '?(?<module>[^\s:']+)'?(?: \([^)]*\))?: Invalid argument/,
      example: "modprobe: ERROR: could not insert 'mt76': Invalid argument",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `The kernel answered EINVAL to ${moduleIn(seen, "en")}, which is hardly ever about parameters.`,
      why: "Usual reasons are the CRC of a symbol, a namespace that is not imported, damaged BTF, a file that the kernel cannot unpack, or the module's own init function. The kernel's line that tells which is not in what you gave.",
      fix: "Run `sudo dmesg | tail -n 20` right after the attempt and give that to `kofit explain`, or let `kofit check` look at the module's file.",
    }),
    zh: (seen) => ({
      what: `内核对 ${moduleIn(seen, "zh")} 返回 EINVAL，这几乎从来与参数无关。`,
      why: "常见原因是符号的 CRC 不符、没有导入命名空间、BTF 损坏、内核无法解压该文件，或模块自己的初始化函数返回了错误。说明具体原因的内核日志不在您给出的内容里。",
      fix: "请在尝试之后立即运行 `sudo dmesg | tail -n 20`，并把输出交给 `kofit explain`；或者让 `kofit check` 检查模块文件。",
    }),
  },
});
