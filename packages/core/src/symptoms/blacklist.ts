import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst } from "./shared/words.ts";

export default defineSymptom({
  id: "blacklist",
  title: { en: "Somebody forbade the module by configuration", zh: "配置禁止加载该模块" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "kernel",
      needle: " is blacklisted",
      // blacklisted() in kernel/module/main.c
      pattern: /Module (?!hash)(?<module>\S+) is blacklisted/,
      checks: ["module-blacklisted"],
      example: "Module nouveau is blacklisted",
    },
    {
      id: "install-command",
      needle: "Error running install command",
      pattern:
        /Error running install command '?(?<found>.*?)'? for module (?<module>\S+?): retcode (?<number>\d+)/,
      example:
        "modprobe: ERROR: ../libkmod/libkmod-module.c:1047 command_do() Error running install command '/bin/false' for module usb_storage: retcode 1",
    },
    {
      id: "modules-load",
      needle: "' is deny-listed",
      pattern: /Module '(?<module>[^']+)' is deny-listed/,
      example: "systemd-modules-load[301]: Module 'vloop' is deny-listed (by kmod)",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `${moduleFirst(seen, "en")} is not loaded because the configuration says so${seen.first.found ? `: \`install\` runs \`${seen.first.found}\` instead` : ""}.`,
      why: "There is `module_blacklist=` or `modprobe.blacklist=` on the kernel's command line, or a line `blacklist` or `install` in `/etc/modprobe.d` or `/usr/lib/modprobe.d`; packages for hardening and drivers of NVIDIA write such lines.",
      fix: "`cat /proc/cmdline` and `modprobe --showconfig | grep NAME` tell who said so; take that line out, and make the initramfs anew (`sudo update-initramfs -u`, `sudo dracut -f`) where it is in there, too.",
    }),
    zh: (seen) => ({
      what: `配置禁止加载 ${seen.first.module ? `\`${seen.first.module}\`` : "该模块"}${seen.first.found ? `：\`install\` 规则改为运行 \`${seen.first.found}\`` : ""}。`,
      why: "内核命令行中有 `module_blacklist=` 或 `modprobe.blacklist=`，或者 `/etc/modprobe.d`、`/usr/lib/modprobe.d` 中有 `blacklist` 或 `install` 行；安全加固软件包和 NVIDIA 驱动会写入这样的行。",
      fix: "用 `cat /proc/cmdline` 和 `modprobe --showconfig | grep 名称` 找出来源并删除该行；如果 initramfs 中也有，请重新生成（`sudo update-initramfs -u` 或 `sudo dracut -f`）。",
    }),
  },
});
