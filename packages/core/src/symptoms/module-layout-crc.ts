import { defineSymptom } from "./define-symptom.ts";
import { moduleIn, rebuild } from "./shared/words.ts";

export default defineSymptom({
  id: "module-layout-crc",
  title: { en: "The CRC of `module_layout` is not the kernel's", zh: "`module_layout` 的 CRC 与内核不同" },
  strength: "defect",
  during: "load",
  insteadOf: ["symbol-crc"],
  signatures: [
    {
      id: "disagrees",
      needle: ": disagrees about version of symbol module_layout",
      // check_modstruct_version() in kernel/module/version.c
      pattern: /(?<=(?<module>[^\s:]{1,64})): disagrees about version of symbol module_layout/,
      checks: ["module-layout-crc-mismatch"],
      example: "ec_master: disagrees about version of symbol module_layout",
    },
  ],
  next: ["check", "preflight"],
  explain: {
    en: (seen) => ({
      what: `The CRC of \`module_layout\`, which stands for \`struct module\` and the types in it, is another one in ${moduleIn(seen, "en")} than in the kernel.`,
      why: "It was built with headers of another build of the kernel: another package revision under the same release, another directory, a stale `Module.symvers` beside the source, or the headers of the kernel that ran while it was built.",
      fix: rebuild(seen).en,
    }),
    zh: (seen) => ({
      what: `代表 \`struct module\` 及其所含类型的 \`module_layout\`，其 CRC 在 ${moduleIn(seen, "zh")} 中与内核中不同。`,
      why: "编译时所用的头文件属于内核的另一次编译：内核版本相同但软件包修订号不同、目录不对、源代码旁留有旧的 `Module.symvers`，或使用了编译时正在运行的那个内核的头文件。",
      fix: rebuild(seen).zh,
    }),
  },
});
