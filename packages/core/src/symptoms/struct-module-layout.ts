import { defineSymptom } from "./define-symptom.ts";
import { moduleIn, rebuild } from "./shared/words.ts";

export default defineSymptom({
  id: "struct-module-layout",
  title: {
    en: "`struct module` differs between module and kernel",
    zh: "模块与内核的 `struct module` 不一致",
  },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "this-module-size",
      needle: "section size must match the kernel's built struct module",
      // elf_validity_cache_copy() in kernel/module/main.c, since 6.4
      pattern:
        /module (?<module>[^\s:]{1,64}|\(missing [^)]*\)): ?\S*this[_ ]module section size must match the kernel's built struct module/,
      checks: ["this-module-size"],
      example:
        "module vloop: .gnu.linkonce.this_module section size must match the kernel's built struct module size at run time",
    },
    {
      id: "relocation-in-use",
      needle: "elocation target, existing value is nonzero for ",
      // __apply_relocate_add() in arch/x86/kernel/module.c: R_X86_64_64 of .init or .exit meets a member that is filled
      pattern:
        /(?:Skipping invalid r|Invalid r)elocation target, existing value is nonzero for (?:sec \d+, idx \d+, )?type 1,/,
      checks: ["relocation-target-in-use"],
      example:
        "module: x86/modules: Skipping invalid relocation target, existing value is nonzero for type 1, loc 00000000d3c1f3a1, val ffffffffc0a2d010",
    },
  ],
  next: ["check", "why-btf", "repair"],
  explain: {
    en: (seen) => ({
      what: `The kernel refused ${moduleIn(seen, "en")} because the \`struct module\` in it has another layout than the kernel's own.`,
      why: "An option that adds or removes members of the struct differs between the headers that it was built with and the kernel. Most often the headers were configured again on a machine without `pahole`, which takes `CONFIG_DEBUG_INFO_BTF_MODULES` away; release and vermagic stay the same. Or the module is simply of another kernel: this is looked at before the vermagic.",
      fix: `Run \`kofit check\` on the module's file: it names the option. Then reinstall the headers package, with \`pahole\` installed. ${rebuild(seen).en}`,
    }),
    zh: (seen) => ({
      what: `内核拒绝了 ${moduleIn(seen, "zh")}：其中的 \`struct module\` 与内核自身的布局不同。`,
      why: "某个会增减该结构成员的选项在编译所用的头文件与内核之间不一致。最常见的情况是头文件在没有 `pahole` 的机器上重新生成了配置，`CONFIG_DEBUG_INFO_BTF_MODULES` 因此消失，而内核版本和 vermagic 都没有变化。也可能模块本来就属于另一个内核：这项检查先于 vermagic。",
      fix: `请对模块文件运行 \`kofit check\`，它会指出是哪个选项。然后安装 \`pahole\` 并重新安装头文件包。${rebuild(seen).zh}`,
    }),
  },
});
