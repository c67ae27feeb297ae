import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst } from "./shared/words.ts";

export default defineSymptom({
  id: "driver-init",
  title: { en: "The module loaded, and its own init function gave up", zh: "模块已加载，但其初始化函数放弃" },
  strength: "errno",
  during: "load",
  signatures: [
    {
      id: "errno-of-init",
      needle: [
        ": No such device",
        ": Device or resource busy",
        ": Input/output error",
        ": Connection timed out",
        ": Operation not supported",
      ],
      pattern:
        /\binsert(?: module)? '?(?<module>[^\s:']+)'?(?:: No such device|: Device or resource busy|: Input\/output error|: Connection timed out|: Operation not supported)/,
      example: "modprobe: ERROR: could not insert 'kvm_intel': Operation not supported",
    },
  ],
  next: [],
  explain: {
    en: (seen) => ({
      what: `${moduleFirst(seen, "en")} passed every check of the kernel; its init function ran and said no.`,
      why: "The hardware is not there, another driver holds it, a setting of the firmware is off, or a parameter is missing. Headers and compiler are not to blame.",
      fix: "Read the driver's own lines: `sudo dmesg | tail -n 30`. `lspci -k` and `lsusb -t` tell whether the device is there and who drives it.",
    }),
    zh: (seen) => ({
      what: `${moduleFirst(seen, "zh")} 通过了内核的所有检查；它的初始化函数运行后返回了错误。`,
      why: "硬件不存在、被另一个驱动占用、固件设置未启用，或缺少参数。与头文件和编译器无关。",
      fix: "请查看驱动自己的日志：`sudo dmesg | tail -n 30`。`lspci -k` 和 `lsusb -t` 可以看出设备是否存在、由谁驱动。",
    }),
  },
});
