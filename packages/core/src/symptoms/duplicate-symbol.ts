import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst, symbolsIn } from "./shared/words.ts";

export default defineSymptom({
  id: "duplicate-symbol",
  title: { en: "Somebody else exports the symbol already", zh: "该符号已由别处导出" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "kernel",
      needle: ": exports duplicate symbol ",
      // verify_exported_symbols() in kernel/module/main.c
      pattern:
        /(?<=(?<module>[^\s:]{1,64})): exports duplicate symbol (?<symbol>\S+) \(owned by (?<owner>[^)]+)\)/,
      checks: ["duplicate-export", "duplicate-export-of-module"],
      example: "rtw_core_git: exports duplicate symbol rtw_fw_do_iqk (owned by rtw88_core)",
    },
    {
      id: "modpost",
      needle: "' exported twice",
      // sym_add_exported() in scripts/mod/modpost.c, since 5.8
      pattern:
        /(?<!WARNING: (?:modpost: )?\S{0,256})(?<=(?<module>\S{1,256})): '(?<symbol>\w+)' exported twice\. Previous export was in (?<owner>\S+)/,
      example:
        "ERROR: modpost: /home/u/r8152/r8152: 'rtl8152_get_version' exported twice. Previous export was in vmlinux",
    },
    {
      id: "modpost-warning",
      needle: "' exported twice",
      pattern:
        /WARNING: (?:modpost: )?(?<module>\S{1,256}): '(?<symbol>\w+)' exported twice\. Previous export was in (?<owner>\S+)/,
      strength: "sign",
      example:
        "WARNING: drivers/net/wireless/bcmdhd/bcmdhd: 'bcmsdh_probe' exported twice. Previous export was in drivers/net/wireless/bcm4330/bcm4330.ko",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `${moduleFirst(seen, "en")} exports ${symbolsIn(seen, "en")}, which ${ownerOf(seen.first.owner).en} exports, too.`,
      why: "The driver has come into the kernel meanwhile, under another name or built in, and both want to be it.",
      fix: "Keep one of them. Usually the kernel's own is the one to keep: remove the out-of-tree module. To keep the other, put `blacklist NAME` for the kernel's into `/etc/modprobe.d`, make the initramfs anew and reboot; what is built in (`kernel`, `vmlinux`) cannot be replaced.",
    }),
    zh: (seen) => ({
      what: `${moduleFirst(seen, "zh")} 导出了 ${symbolsIn(seen, "zh")}，而 ${ownerOf(seen.first.owner).zh} 也导出了它。`,
      why: "该驱动后来进入了内核（换了名字或已内置），两者发生冲突。",
      fix: "只保留其中一个。通常应保留内核自带的：卸载树外模块。若要保留另一个，请在 `/etc/modprobe.d` 中用 `blacklist 名称` 屏蔽内核自带的模块，重新生成 initramfs 并重启；内置的（`kernel`、`vmlinux`）无法替换。",
    }),
  },
});

function ownerOf(owner: string | undefined): { en: string; zh: string } {
  if (owner === undefined) return { en: "another module", zh: "另一个模块" };
  if (owner === "kernel" || owner.startsWith("vmlinux")) return { en: "the kernel itself", zh: "内核自身" };
  return { en: `\`${owner}\``, zh: `\`${owner}\`` };
}
