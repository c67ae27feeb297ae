import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "livepatch",
  title: { en: "The live patch is not for this kernel", zh: "热补丁不适用于该内核" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "unsupported",
      needle: "but livepatch support is disabled",
      pattern:
        /(?<=(?<module>[^\s:]{1,64})): module is marked as livepatch module, but livepatch support is disabled/,
      checks: ["livepatch-unsupported"],
      example: "klp_fix: module is marked as livepatch module, but livepatch support is disabled",
    },
    {
      id: "section",
      needle: ["has an incorrectly formatted name", "livepatch: vmlinux.ko: invalid module name"],
      // klp_resolve_symbols() and klp_init_object() in kernel/livepatch/core.c
      pattern:
        /livepatch: (?:section|symbol) \S+ has an incorrectly formatted name|livepatch: vmlinux.ko: invalid module name/,
      checks: ["livepatch-section-name", "module-named-vmlinux"],
      example: "livepatch: section .rela.data has an incorrectly formatted name",
    },
  ],
  next: ["check"],
  explain: {
    en: () => ({
      what: "The module is a live patch, and this kernel does not take it.",
      why: "The kernel was built without `CONFIG_LIVEPATCH`, or the patch was made by a tool for another kernel.",
      fix: "Make the live patch with the sources and configuration of exactly this kernel, which has to have `CONFIG_LIVEPATCH=y`.",
    }),
    zh: () => ({
      what: "该模块是热补丁，而此内核不接受它。",
      why: "内核没有启用 `CONFIG_LIVEPATCH`，或者热补丁是为另一个内核制作的。",
      fix: "请用该内核的源代码和配置重新制作热补丁，并且内核需要 `CONFIG_LIVEPATCH=y`。",
    }),
  },
});
