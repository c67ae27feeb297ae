import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst } from "./shared/words.ts";

export default defineSymptom({
  id: "lockdown",
  title: { en: "Loading the module is not permitted here", zh: "此处不允许加载该模块" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "lockdown",
      needle: " is restricted; see man kernel_lockdown",
      // lockdown_is_locked_down() in security/lockdown/lockdown.c
      pattern:
        /Lockdown: [^:]{1,40}: (?:unsigned module loading|Loading of unsigned modules?) is restricted; see man kernel_lockdown/,
      checks: ["module-unsigned", "signer-untrusted", "signature-not-pkcs7", "signature-unsupported-crypto"],
      example: "Lockdown: insmod: unsigned module loading is restricted; see man kernel_lockdown.7",
    },
    {
      id: "selinux",
      needle: "  denied  { ",
      pattern: /avc:  denied  \{ (?:module_load|integrity) \}/,
      example:
        'audit: type=1400 audit(1655302156.066:213): avc:  denied  { module_load } for  pid=2468 comm="insmod" path="/root/vloop.ko" dev="dm-0"',
    },
    {
      id: "ima",
      needle: "impossible to appraise a module without a file",
      pattern: /impossible to appraise a module without a file descriptor/,
      example:
        "ima: impossible to appraise a module without a file descriptor. sig_enforce kernel parameter might help",
    },
    {
      id: "loadpin",
      needle: "LoadPin: kernel-module ",
      pattern: /LoadPin: kernel-module \S*(?:denied|pinning-ignored)/,
      example: 'LoadPin: kernel-module old-api-denied obj=<unknown> pid=274 cmdline="/sbin/udevd -d"',
    },
    {
      id: "eperm",
      // the last two are the C library's in German and Chinese
      needle: [
        ": Operation not permitted",
        ": Permission denied",
        ": Die Operation ist nicht erlaubt",
        ": 不允许的操作",
      ],
      pattern:
        /\binsert(?: module)? '?(?<module>[^\s:']+)'?(?:: Operation not permitted|: Permission denied|: Die Operation ist nicht erlaubt|: 不允许的操作)/,
      strength: "errno",
      checks: ["module-loading-disabled", "module-blacklisted"],
      example: "modprobe: ERROR: could not insert 'gtp5g': Operation not permitted",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: why(seen.signatures, moduleFirst(seen, "en")).en,
      why: "Secure Boot puts most distributions' kernels into lockdown, which takes modules only that are signed by a key it trusts; `kernel.modules_disabled=1`, a container without `CAP_SYS_MODULE`, SELinux, IMA and LoadPin refuse for reasons of their own.",
      fix: "`cat /sys/kernel/security/lockdown /proc/sys/kernel/modules_disabled` tells which it is. For lockdown sign the module with an enrolled key (`sudo mokutil --import …`, reboot, confirm) or switch Secure Boot off in the firmware; in a container load the module on the host.",
    }),
    zh: (seen) => ({
      what: why(seen.signatures, moduleFirst(seen, "zh")).zh,
      why: "安全启动会使多数发行版的内核进入 lockdown，只接受由可信密钥签名的模块；`kernel.modules_disabled=1`、没有 `CAP_SYS_MODULE` 的容器、SELinux、IMA 和 LoadPin 也会各自拒绝。",
      fix: "用 `cat /sys/kernel/security/lockdown /proc/sys/kernel/modules_disabled` 判断是哪一种。对于 lockdown，请用已注册的密钥签名（`sudo mokutil --import …`，重启并确认），或在固件中关闭安全启动；在容器中请到宿主机上加载。",
    }),
  },
});

function why(signatures: readonly string[], module: string): { en: string; zh: string } {
  if (signatures.includes("lockdown")) {
    return {
      en: "The kernel is in lockdown and takes no module without a signature that it trusts.",
      zh: "内核处于 lockdown 状态，不接受没有可信签名的模块。",
    };
  }
  if (signatures.some((id) => id !== "eperm")) {
    return {
      en: "A security module of the kernel (SELinux, IMA or LoadPin) refused the load.",
      zh: "内核的安全模块（SELinux、IMA 或 LoadPin）拒绝了加载。",
    };
  }
  return {
    en: `${module} was refused with EPERM: whoever asked may not load modules, or not this one.`,
    zh: `${module} 被拒绝（EPERM）：请求者无权加载模块，或无权加载该模块。`,
  };
}
