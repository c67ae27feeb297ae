import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst } from "./shared/words.ts";

export default defineSymptom({
  id: "kabi",
  title: {
    en: "A packaged module does not fit the newer kernel's kABI",
    zh: "打包的模块与新内核的 kABI 不符",
  },
  strength: "defect",
  during: "upkeep",
  signatures: [
    {
      id: "weak-modules",
      needle: " is not compatible",
      pattern:
        /Module (?<module>\S+) from kernel (?<found>\S+) is not compatible\s+with kernel (?<release>\S+) in symbols: (?<symbol>\S*)/,
      example:
        "Module spl.ko from kernel 3.10.0-327.28.3.el7.x86_64 is not compatible   with kernel 3.10.0-514.el7.x86_64 in symbols: getrawmonotonic fput",
    },
    {
      id: "requires",
      needle: " requires kernel(",
      pattern: /(?:Problem|nothing provides|requires).* requires kernel\((?<symbol>\w+)\) = 0x/,
      example:
        "Problem: package kmod-wl-6.30-1.el9.x86_64 requires kernel(cfg80211_scan_done) = 0x1f3d2a4b, but none of the providers can be installed",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `${moduleFirst(seen, "en")} was built for ${seen.first.found ?? "another kernel"}, and symbols that it uses have another CRC in ${seen.release ?? "the new one"}.`,
      why: "RHEL and its relatives keep the kABI within a minor release only; a newer minor release changed a type behind these symbols.",
      fix: "Install the kmod package that was built for this minor release (ELRepo, the vendor), stay on the older kernel until there is one, or build the module with DKMS.",
    }),
    zh: (seen) => ({
      what: `${moduleFirst(seen, "zh")} 是为 ${seen.first.found ?? "另一个内核"} 编译的，它使用的符号在 ${seen.release ?? "新内核"} 中 CRC 不同。`,
      why: "RHEL 及其衍生版只在同一次版本内保持 kABI；新的次版本改变了这些符号背后的类型。",
      fix: "请安装为该次版本编译的 kmod 软件包（ELRepo、厂商），在此之前继续使用旧内核，或用 DKMS 编译模块。",
    }),
  },
});
