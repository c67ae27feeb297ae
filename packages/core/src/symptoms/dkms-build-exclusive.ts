import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst } from "./shared/words.ts";

export default defineSymptom({
  id: "dkms-build-exclusive",
  title: { en: "The module's `dkms.conf` leaves this kernel out", zh: "模块的 `dkms.conf` 排除了该内核" },
  strength: "defect",
  during: "upkeep",
  explains: ["dkms-breaks-upgrade"],
  signatures: [
    {
      id: "directive",
      needle: "BUILD_EXCLUSIVE directive",
      pattern: /(?:for module (?<module>\S+) )?includes a BUILD_EXCLUSIVE directive/,
      example:
        "Error! The /var/lib/dkms/wireguard/1.0.20210606/5.15.0-94-generic/x86_64/dkms.conf for module wireguard includes a BUILD_EXCLUSIVE directive which does not match this kernel/arch/config.",
    },
  ],
  next: [],
  explain: {
    en: (seen) => ({
      what: `${moduleFirst(seen, "en")} says in its \`dkms.conf\` that it is not for this kernel, and DKMS passed it over.`,
      why: "That is meant so, although it is printed as an error: most often the driver has come into the kernel, or the module supports older releases only.",
      fix: "Try the kernel's own driver (`modinfo NAME`) and remove the DKMS package if it does; else look for a version of the module for this release.",
    }),
    zh: (seen) => ({
      what: `${moduleFirst(seen, "zh")} 在 \`dkms.conf\` 中声明不适用于该内核，DKMS 跳过了它。`,
      why: "这是有意为之，尽管显示为错误：最常见的原因是该驱动已进入内核，或模块只支持较旧的内核。",
      fix: "请试用内核自带的驱动（`modinfo 名称`），可用时卸载 DKMS 软件包；否则请寻找支持该内核版本的模块。",
    }),
  },
});
