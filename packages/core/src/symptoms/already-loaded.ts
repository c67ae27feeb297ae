import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst, moduleIn } from "./shared/words.ts";

export default defineSymptom({
  id: "already-loaded",
  title: { en: "The module, or one of its name, is there already", zh: "该模块或同名模块已存在" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "file-exists",
      needle: [": File exists", ": Module already in kernel"],
      // kmod's words for EEXIST, of insmod and modprobe
      pattern: /\binsert(?: module)? '?(?<module>[^\s:']+)'?(?:: File exists|: Module already in kernel)/,
      strength: "errno",
      example: "insmod: ERROR: could not insert module ./vloop.ko: File exists",
    },
    {
      id: "builtin",
      needle: [" is builtin.", " is in use."],
      pattern: /modprobe: FATAL: Module (?<module>\S+)(?: is builtin\.| is in use\.)/,
      example: "modprobe: FATAL: Module loop is builtin.",
    },
    {
      id: "kernel",
      needle: ": module is already loaded",
      // module_patient_check_exists() and mod_sysfs_setup() in kernel/module
      pattern: /(?<=(?<module>[^\s:]{1,64})): module is already loaded/,
      checks: ["already-loaded", "builtin-same-name"],
      example: "loop: module is already loaded",
    },
    {
      id: "sysfs",
      needle: "cannot create duplicate filename '/module/",
      pattern:
        /sysfs: cannot create duplicate filename '\/module\/(?<module>[^/']+)(?:\/(?:parameters|holders|drivers))?'/,
      checks: ["builtin-same-name"],
      example: "sysfs: cannot create duplicate filename '/module/vloop'",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `${moduleFirst(seen, "en")} cannot be loaded because one of this name is in the kernel already, loaded before or built in.`,
      why: "An older copy was loaded at boot, often from the initramfs; or this kernel has the driver built in; or it is in use and cannot be taken out.",
      fix: `\`lsmod\` and \`cat /sys/module/NAME/version\` tell which copy is loaded; \`sudo modprobe -r NAME\` takes it out before ${moduleIn(seen, "en")} is loaded. What is built in stays: see \`/lib/modules/$(uname -r)/modules.builtin\`.`,
    }),
    zh: (seen) => ({
      what: `${moduleFirst(seen, "zh")} 无法加载，因为内核中已有同名模块（先前加载的或内置的）。`,
      why: "启动时已加载了旧的副本（常来自 initramfs），或该驱动已内置于此内核，或模块正在使用而无法卸载。",
      fix: "用 `lsmod` 和 `cat /sys/module/名称/version` 可以看出加载的是哪个副本；先用 `sudo modprobe -r 名称` 卸载再加载。内置的驱动无法卸载：见 `/lib/modules/$(uname -r)/modules.builtin`。",
    }),
  },
});
